//! The server: one record, its snapshot, and who is told when it changes.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LockResult, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::middleware;
use relata_history::Tables;
use relata_store::{Error, Store};
use tokio::sync::watch;

use crate::backing::Backing;
use crate::guard::guard;
use crate::parameters::Query;
use crate::problem::Fault;
use crate::snapshot::{Selection, Snapshot};
use crate::{live, page, routes};

/// While another program writes, the record is read anew at most so often.
const PAUSE: Duration = Duration::from_millis(800);

/// So many reports and happenings are read one by one; reading all of the record is quicker for more.
const FEW: usize = 4096;

/// So many selections are kept.
const SELECTIONS: usize = 12;

/// A record that is served.
pub struct App {
    pub(crate) file: PathBuf,
    pub(crate) tables: Tables,
    pub(crate) backing: Box<dyn Backing>,
    pub(crate) news: watch::Sender<String>,
    pub(crate) jobs: routes::jobs::Jobs,
    born: String,
    current: RwLock<Arc<Snapshot>>,
    watched: Mutex<Watched>,
    /// What filters of late have selected, the last first: a view asks for several things of one filter.
    selections: Mutex<Vec<Kept>>,
    /// Standings that were asked for, by the version of the record and the question.
    pub(crate) standings: Mutex<routes::talks::Known>,
}

/// What a filter has selected in a version of the record.
struct Kept {
    version: String,
    query: Query,
    selection: Arc<Selection>,
}

/// The connection by which changes are noticed.
struct Watched {
    store: Store,
    seen: i64,
    /// The last change of the record that the snapshot has.
    change: i64,
    read: Instant,
    n_reads: u64,
}

impl App {
    /// Opens the record in `file`, whose history must be up to date with `tables`.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn open(
        file: &Path,
        tables: Tables,
        backing: Box<dyn Backing>,
    ) -> Result<Arc<Self>, Error> {
        let store = Store::open_to_read(file)?;
        let seen = store.data_version()?;
        let change = store.last_change()?;
        let born = backing.now();
        let snapshot = Snapshot::read(&store, version(&born, 0))?;
        let (news, _) = watch::channel(snapshot.version.clone());
        Ok(Arc::new(Self {
            file: file.to_path_buf(),
            tables,
            backing,
            news,
            born,
            current: RwLock::new(Arc::new(snapshot)),
            watched: Mutex::new(Watched {
                store,
                seen,
                change,
                read: Instant::now(),
                n_reads: 0,
            }),
            selections: Mutex::default(),
            standings: Mutex::default(),
            jobs: routes::jobs::Jobs::default(),
        }))
    }

    /// The record as it is now. It is read anew if it has changed; `at_once` even if that was just done.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn snapshot(&self, at_once: bool) -> Result<Arc<Snapshot>, Error> {
        // While one request reads the record, others are answered from what was there before.
        let watched = if at_once {
            Some(unpoisoned(self.watched.lock()))
        } else {
            self.watched.try_lock().ok()
        };
        if let Some(mut watched) = watched {
            let version_now = watched.store.data_version()?;
            if version_now != watched.seen && (at_once || watched.read.elapsed() > PAUSE) {
                watched.n_reads += 1;
                let fresh = self.fresh(&mut watched)?;
                watched.seen = version_now;
                watched.read = Instant::now();
                let name = fresh.version.clone();
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                self.news.send_replace(name);
            }
        }
        Ok(self.current())
    }

    /// The record as it is now: what has changed is read, or all of it where that is not known or too much.
    fn fresh(&self, watched: &mut Watched) -> Result<Snapshot, Error> {
        let version = version(&self.born, watched.n_reads);
        let changes = watched.store.changes_since(watched.change)?;
        let few = changes
            .as_ref()
            .filter(|changes| changes.happenings.len() + changes.reports.len() <= FEW);
        let fresh = match few {
            Some(changes) => self.current().renewed(&watched.store, version, changes)?,
            None => {
                watched.change = watched.store.last_change()?;
                return Snapshot::read(&watched.store, version);
            }
        };
        watched.change = changes.map_or(watched.change, |changes| changes.last);
        Ok(fresh)
    }

    fn current(&self) -> Arc<Snapshot> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// What passes `query`.
    pub(crate) fn selected(&self, snapshot: &Snapshot, query: &Query) -> Arc<Selection> {
        let is_it = |kept: &Kept| kept.version == snapshot.version && kept.query == *query;
        let kept = unpoisoned(self.selections.lock())
            .iter()
            .find(|kept| is_it(kept))
            .map(|kept| Arc::clone(&kept.selection));
        kept.unwrap_or_else(|| {
            let selection = snapshot.select(query, &|typed| self.backing.party(typed));
            let selection = Arc::new(selection);
            let mut selections = unpoisoned(self.selections.lock());
            selections.retain(|kept| kept.version == snapshot.version);
            selections.truncate(SELECTIONS - 1);
            selections.insert(
                0,
                Kept {
                    version: snapshot.version.clone(),
                    query: query.clone(),
                    selection: Arc::clone(&selection),
                },
            );
            selection
        })
    }

    /// A connection to read with.
    pub(crate) fn store(&self) -> Result<Store, Error> {
        Store::open_to_read(&self.file)
    }

    /// Does work that may wait for the disk.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        job: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || job(&app))
            .await
            .unwrap_or_else(|fault| Err(Fault::Broken(fault.to_string())))
    }

    /// All that it answers.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .nest("/api/v1", routes::router(self))
            .merge(page::router(self))
            .layer(middleware::from_fn(guard))
    }
}

fn version(born: &str, n: u64) -> String {
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(born.as_bytes());
    let nonce: String = hash
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{nonce}-{n}")
}

/// What a lock holds is whole even if a thread failed while it had it: it is only ever replaced.
pub(crate) fn unpoisoned<T>(lock: LockResult<MutexGuard<'_, T>>) -> MutexGuard<'_, T> {
    lock.unwrap_or_else(PoisonError::into_inner)
}

/// Serves `app` on this machine until the program is told to end; `ready` hears the address.
///
/// # Errors
/// If the port cannot be had.
pub fn serve(app: &Arc<App>, port: u16, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        ready(listener.local_addr()?);
        let watcher = tokio::spawn(live::watch(Arc::clone(app)));
        let served = tokio::select! {
            served = async { axum::serve(listener, app.router()).await } => served,
            _ = tokio::signal::ctrl_c() => Ok(()),
        };
        watcher.abort();
        served
    })
}
