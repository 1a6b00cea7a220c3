//! One request at a time, no more often than a host allows.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ureq::Agent;

use crate::robots::Rules;
use crate::state::{Host, State};
use crate::{Clock, Settings};

/// Redirections that are followed.
const MOST_TURNS: usize = 5;

/// How long a `robots.txt` counts.
const ROBOTS_LAST: SignedDuration = SignedDuration::from_hours(24);

/// How long a host is left alone whose `robots.txt` cannot be had.
const ROBOTS_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The address, behind redirections.
    pub address: String,
    pub status: u16,
    /// Names and values, without those of the way it was packed.
    pub head: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// `robots.txt` does not allow it.
    Robots,
    /// It may be tried again, after this time where the server says one.
    Later(String, Option<Duration>),
    /// It is no use to try again.
    Never(String),
}

impl Answer {
    /// The first value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self
            .head
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Asks servers, and keeps to what they allow.
pub(crate) struct Fetcher {
    agent: Agent,
    settings: Settings,
}

impl Fetcher {
    pub fn new(settings: &Settings) -> Self {
        let mut config = Agent::config_builder()
            .timeout_global(Some(settings.patience))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(settings.agent.clone());
        if !settings.uses_proxy {
            config = config.proxy(None);
        }
        Self {
            agent: config.build().into(),
            settings: settings.clone(),
        }
    }

    /// Fetches an address, `asks` being the head of the request beside the usual.
    pub fn fetch(
        &self,
        address: &str,
        asks: &[(&str, String)],
        state: &mut State,
        clock: &dyn Clock,
    ) -> Result<Answer, Refusal> {
        let mut address = address.to_owned();
        for _ in 0..=MOST_TURNS {
            let (host, path) = parts(&address)
                .ok_or_else(|| Refusal::Never(format!("{address} is no address of the web")))?;
            let rules = self.rules(&host, state, clock)?;
            if !rules.allow(&path) {
                return Err(Refusal::Robots);
            }
            let pause = rules.pause.unwrap_or_default().max(self.settings.pause);
            let answer = self.ask(&address, asks, &host, pause, state, clock)?;
            let target = answer
                .value("location")
                .filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308));
            match target {
                Some(target) => address = joined(&host, &path, target),
                None => return judged(answer),
            }
        }
        Err(Refusal::Never(
            "it leads from one address to another without end".to_owned(),
        ))
    }

    /// The rules of a host, fetched once a day.
    fn rules(&self, host: &str, state: &mut State, clock: &dyn Clock) -> Result<Rules, Refusal> {
        let known = state.hosts.entry(host.to_owned()).or_default();
        let age = known.asked.map(|asked| clock.now().duration_since(asked));
        let counts = if known.robots.is_some() {
            ROBOTS_LAST
        } else {
            ROBOTS_AGAIN
        };
        if age.is_none_or(|age| age >= counts) {
            let address = format!("{host}/robots.txt");
            let answer = self.ask(&address, &[], host, self.settings.pause, state, clock);
            let robots = match answer {
                Ok(answer) if answer.status == 200 => {
                    Some(String::from_utf8_lossy(&answer.body).into_owned())
                }
                // A server that has no such file allows all; one that fails may have one.
                Ok(answer) if (300..500).contains(&answer.status) && answer.status != 429 => {
                    Some(String::new())
                }
                _ => None,
            };
            let known = state.hosts.entry(host.to_owned()).or_default();
            known.asked = Some(clock.now());
            known.robots = robots;
        }
        let known = state
            .hosts
            .get(host)
            .and_then(|host| host.robots.as_deref());
        let later = || Refusal::Later("its robots.txt cannot be had".to_owned(), None);
        known
            .map(|robots| Rules::of(robots, &self.settings.agent))
            .ok_or_else(later)
    }

    /// One request, once the host is free.
    fn ask(
        &self,
        address: &str,
        asks: &[(&str, String)],
        host: &str,
        pause: Duration,
        state: &mut State,
        clock: &dyn Clock,
    ) -> Result<Answer, Refusal> {
        let known: &mut Host = state.hosts.entry(host.to_owned()).or_default();
        let until = known.free.map(|free| free.duration_since(clock.now()));
        if let Some(wait) = until.and_then(|until| Duration::try_from(until).ok()) {
            clock.wait(wait.min(pause));
        }
        let mut request = self.agent.get(address);
        for (name, value) in asks {
            request = request.header(*name, value);
        }
        let answer = request.call();
        known.free = Some(clock.now().saturating_add(pause).unwrap_or(Timestamp::MAX));
        let later = |error: ureq::Error| Refusal::Later(error.to_string(), None);
        let mut answer = answer.map_err(later)?;
        let packed = [
            "content-encoding",
            "content-length",
            "transfer-encoding",
            "connection",
        ];
        let head = answer
            .headers()
            .iter()
            .filter(|(name, _)| !packed.contains(&name.as_str()))
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.to_string(), value)
            });
        let head = head.collect();
        let status = answer.status().as_u16();
        let body = answer
            .body_mut()
            .with_config()
            .limit(self.settings.most_bytes)
            .read_to_vec();
        let body = match body {
            Ok(body) => body,
            Err(ureq::Error::BodyExceedsLimit(limit)) => {
                return Err(Refusal::Never(format!("it is longer than {limit} bytes")));
            }
            Err(error) => return Err(later(error)),
        };
        Ok(Answer {
            address: address.to_owned(),
            status,
            head,
            body,
        })
    }
}

/// An answer that can be used, or why it cannot.
fn judged(answer: Answer) -> Result<Answer, Refusal> {
    let what = format!("its server answers {}", answer.status);
    match answer.status {
        200..=299 | 304 => Ok(answer),
        408 | 425 | 429 | 500..=599 => {
            let seconds = answer
                .value("retry-after")
                .and_then(|value| value.trim().parse().ok());
            Err(Refusal::Later(what, seconds.map(Duration::from_secs)))
        }
        _ => Err(Refusal::Never(what)),
    }
}

/// Scheme with host, and path with query, of an address of the web.
pub(crate) fn parts(address: &str) -> Option<(String, String)> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or(rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let is_host = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c == '@');
    let slash = if path.starts_with('/') { "" } else { "/" };
    is_host.then(|| {
        (
            format!("{scheme}://{}", host.to_ascii_lowercase()),
            format!("{slash}{path}"),
        )
    })
}

/// The address that a link leads to from a page.
pub(crate) fn joined(host: &str, path: &str, link: &str) -> String {
    if link.contains("://") {
        return link.to_owned();
    }
    if let Some(rest) = link.strip_prefix("//") {
        let scheme = host.split("://").next().unwrap_or("https");
        return format!("{scheme}://{rest}");
    }
    if link.starts_with('/') {
        return format!("{host}{link}");
    }
    let path = path.split('?').next().unwrap_or(path);
    let folder = path
        .rfind('/')
        .map_or("/", |at| path.get(..=at).unwrap_or("/"));
    format!("{host}{folder}{link}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let of = |address: &str| parts(address).map(|(host, path)| format!("{host} {path}"));
        assert_eq!(
            of("HTTPS://News.example?a#b").as_deref(),
            Some("https://news.example /?a")
        );
        assert_eq!(
            of("http://news.example/a/b").as_deref(),
            Some("http://news.example /a/b")
        );
        assert_eq!(of("ftp://news.example/"), None);
        assert_eq!(of("http:///etc"), None);
        let host = "https://news.example";
        assert_eq!(joined(host, "/a/b?c", "d"), "https://news.example/a/d");
        assert_eq!(joined(host, "/a/b", "/d"), "https://news.example/d");
        assert_eq!(
            joined(host, "/a/b", "//other.example/d"),
            "https://other.example/d"
        );
    }
}
