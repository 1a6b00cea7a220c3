//! What a page's data says of its story: title, day, author, outlet, from meta elements, JSON-LD and marked elements.

use super::linked_data::{self, Article};
use super::tree::{Id, Tree};
use crate::dates::Day;
use crate::field;
use crate::metadata::Clue;
use crate::text::{folded, squeeze, word_count};

/// What the data says, the best first.
#[derive(Debug, Default)]
pub(crate) struct Clues {
    pub titles: Vec<Clue<String>>,
    pub days: Vec<Clue<Day>>,
    /// Days of a change, for pages that give no other.
    pub changes: Vec<Clue<Day>>,
    pub authors: Vec<Clue<String>>,
    pub site: Option<Clue<String>>,
    pub address: Option<String>,
    pub language: Option<String>,
    /// The story's words, folded.
    pub words: Option<String>,
    /// True if the page says of itself that it is one article.
    pub is_article: bool,
}

/// Reads the data of a page; `address` is where it came from.
pub(crate) fn clues(tree: &Tree, address: Option<&str>) -> Clues {
    let metas = Metas::of(tree);
    let mut clues = Clues {
        address: metas
            .link(tree, "canonical")
            .or_else(|| metas.first(&["og:url"]))
            .filter(|address| address.contains("://"))
            .or_else(|| address.map(str::to_owned)),
        language: language(tree, &metas),
        ..Clues::default()
    };
    let site = metas.clue(&[
        "og:site_name",
        "application-name",
        "publisher",
        "dc.publisher",
    ]);
    let articles = linked_data::articles(tree);
    let wanted: Vec<String> = metas
        .all(&["og:title", "twitter:title"])
        .chain(page_title(tree))
        .map(|title| folded(&title))
        .collect();
    let kind = metas.first(&["og:type"]).unwrap_or_default();
    clues.is_article =
        kind.eq_ignore_ascii_case("article") || articles.iter().any(Article::is_told);
    if let Some(article) = best(articles, &wanted) {
        clues.add_article(article);
    }
    // An author who is named on the page comes before an account of the system, a day that the head names before times
    // on the page.
    let mut marked = Clues::default();
    marked.add_marked(tree);
    clues.authors.append(&mut marked.authors);
    clues.add_metas(&metas, tree);
    clues.days.append(&mut marked.days);
    clues.changes.append(&mut marked.changes);
    clues.site = site.or(clues.site.take());
    clues.clean();
    clues
}

/// The article of the page: the one that has its title, else the first.
fn best(articles: Vec<Article>, titles: &[String]) -> Option<Article> {
    let has_title = |article: &Article| {
        article.headline.as_deref().is_some_and(|headline| {
            let headline = folded(headline);
            titles
                .iter()
                .any(|title| super::story::is_same(title, &headline))
        })
    };
    let place = articles.iter().position(has_title).unwrap_or(0);
    articles.into_iter().nth(place)
}

impl Clues {
    fn add_article(&mut self, article: Article) {
        let how = |name: &str| format!("JSON-LD `{name}`");
        self.titles.extend(article.headline.map(|value| Clue {
            value,
            how: how("headline"),
        }));
        let day = |value: Option<String>, name: &str| {
            let value = field::day(&value?)?;
            Some(Clue {
                value,
                how: how(name),
            })
        };
        self.days.extend(day(article.published, "datePublished"));
        self.days.extend(day(article.created, "dateCreated"));
        self.changes.extend(day(article.modified, "dateModified"));
        self.authors
            .extend(article.authors.into_iter().map(|value| Clue {
                value,
                how: how("author"),
            }));
        self.site = article.publisher.map(|value| Clue {
            value,
            how: how("publisher"),
        });
        self.words = article.body.map(|words| folded(&words));
        self.language = self.language.take().or(article.language);
    }

    fn add_metas(&mut self, metas: &Metas, tree: &Tree) {
        let titles = [
            "og:title",
            "twitter:title",
            "dc.title",
            "title",
            "headline",
            "sailthru.title",
            "parsely-title",
        ];
        self.titles.extend(metas.clues(&titles));
        self.titles.extend(page_title(tree).map(|value| Clue {
            value,
            how: "title of the page".to_owned(),
        }));
        const PUBLISHED: [&str; 28] = [
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
            "datepublished",
            "article.published",
            "published_time",
            "publish_date",
            "publish-date",
            "publishdate",
            "publication_date",
            "publicationdate",
            "pubdate",
            "date_published",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "article_date_original",
            "originalpublicationdate",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date.created",
            "dcterms.created",
            "dcterms.date",
            "dc.date",
            "dcterms.available",
            "citation_publication_date",
            "rnews:datepublished",
            "date",
        ];
        const CHANGED: [&str; 6] = [
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "last-modified",
            "dcterms.modified",
            "dc.date.modified",
        ];
        let days = |names: &[&str]| -> Vec<Clue<Day>> {
            let dated = metas.clues(names).into_iter().filter_map(|clue| {
                Some(Clue {
                    value: field::day(&clue.value)?,
                    how: clue.how,
                })
            });
            dated.collect()
        };
        self.days.extend(days(&PUBLISHED));
        self.changes.extend(days(&CHANGED));
        let authors = [
            "author",
            "article:author",
            "og:article:author",
            "parsely-author",
            "sailthru.author",
            "byl",
            "dc.creator",
            "dcterms.creator",
            "article.author",
            "cxenseparse:author",
        ];
        self.authors.extend(metas.clues(&authors));
    }

    /// Elements with microdata, RDFa or the classes of microformats.
    fn add_marked(&mut self, tree: &Tree) {
        let mut named = Vec::new();
        let mut plain = Vec::new();
        for id in tree.below(0) {
            let property = tree
                .attribute(id, "itemprop")
                .or_else(|| tree.attribute(id, "property"))
                .unwrap_or("")
                .to_ascii_lowercase();
            let property = property.rsplit([':', '.', '/']).next().unwrap_or("");
            match property {
                "datepublished" | "datecreated" | "created" | "issued" | "pubdate" => {
                    named.extend(day_of(tree, id, "itemprop `datePublished`"));
                }
                "date" if tree.name(id) != "meta" => {
                    named.extend(day_of(tree, id, "property `date`"));
                }
                "author" if tree.name(id) != "meta" => {
                    self.authors.extend(author_of(tree, id));
                }
                _ => {}
            }
            let classes = tree.attribute(id, "class").unwrap_or("");
            let has = |name: &str| {
                classes
                    .split_ascii_whitespace()
                    .any(|class| class.eq_ignore_ascii_case(name))
            };
            if tree.name(id) == "time" || tree.name(id) == "abbr" {
                let is_change = has("updated") || has("modified");
                let is_first = tree.attribute(id, "pubdate").is_some()
                    || has("published")
                    || has("entry-date");
                let found = day_of(tree, id, "element `time`");
                match (found, is_change && !is_first) {
                    (Some(clue), true) => self.changes.push(clue),
                    (Some(clue), false) if is_first => named.push(clue),
                    (Some(clue), false) => plain.push(clue),
                    (None, _) => {}
                }
            }
            let rel = tree.attribute(id, "rel").unwrap_or("");
            if rel.rsplit(':').next() == Some("author") {
                self.authors.extend(author_of(tree, id));
            }
        }
        self.days.extend(named);
        // Of times that say nothing of themselves the first is the page's, before those of other stories.
        self.days.extend(plain.into_iter().take(1));
    }

    /// Takes out what is no title or no name.
    fn clean(&mut self) {
        let site = self.site.as_ref().map(|site| folded(&site.value));
        for title in &mut self.titles {
            title.value = without_site(&squeeze(&title.value), site.as_deref());
        }
        self.titles
            .retain(|title| !title.value.is_empty() && Some(folded(&title.value)) != site);
        for author in &mut self.authors {
            author.value = without_by(&squeeze(&author.value));
        }
        self.authors.retain(|author| {
            let words = word_count(&author.value);
            (1..=12).contains(&words)
                && !author.value.contains("://")
                && !author.value.contains('@')
                && Some(folded(&author.value)) != site
        });
    }
}

/// "By Jane Doe" as the name.
fn without_by(name: &str) -> String {
    let rest = ["By ", "by ", "BY ", "By: ", "Written by ", "Posted by "]
        .iter()
        .find_map(|start| name.strip_prefix(start));
    rest.unwrap_or(name).trim().to_owned()
}

/// A title without the name of the site that follows it, or stands before it.
fn without_site(title: &str, site: Option<&str>) -> String {
    const MARKS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " « ", " » "];
    let is_site = |part: &str| {
        let part = folded(part);
        site.is_some_and(|site| {
            part == site
                || part.starts_with(&format!("{site} "))
                || site.starts_with(&format!("{part} "))
        })
    };
    let mut rest = title;
    while let Some((before, behind)) = MARKS
        .iter()
        .filter_map(|mark| rest.rsplit_once(mark))
        .min_by_key(|(_, behind)| behind.len())
    {
        let few = word_count(behind) <= 4 && word_count(before) >= 4;
        if is_site(behind) || (few && site.is_none()) {
            rest = before;
        } else {
            break;
        }
    }
    for mark in MARKS {
        if let Some((before, behind)) = rest.split_once(mark)
            && is_site(before)
        {
            rest = behind;
        }
    }
    rest.trim().to_owned()
}

fn page_title(tree: &Tree) -> Option<String> {
    let title = tree.below(0).find(|&id| {
        tree.name(id) == "title"
            && tree
                .parent(id)
                .is_some_and(|parent| matches!(tree.name(parent), "head" | "body"))
    })?;
    Some(squeeze(&tree.text_of(title))).filter(|title| !title.is_empty())
}

fn day_of(tree: &Tree, id: Id, how: &str) -> Option<Clue<Day>> {
    let written = ["datetime", "content", "title"]
        .iter()
        .filter_map(|name| tree.attribute(id, name))
        .find_map(field::day);
    let value = written.or_else(|| field::day(&tree.text_of(id)))?;
    value.year?;
    Some(Clue {
        value,
        how: how.to_owned(),
    })
}

/// The name in an element; of microdata the part that is called `name`.
fn author_of(tree: &Tree, id: Id) -> Option<Clue<String>> {
    let named = tree
        .below(id)
        .find(|&id| tree.attribute(id, "itemprop") == Some("name"));
    let at = named.unwrap_or(id);
    let words = tree
        .attribute(at, "content")
        .map_or_else(|| squeeze(&tree.text_of(at)), squeeze);
    (!words.is_empty() && words.len() <= 120).then(|| Clue {
        value: words,
        how: "element for the author".to_owned(),
    })
}

fn language(tree: &Tree, metas: &Metas) -> Option<String> {
    let page = tree.below(0).find(|&id| tree.name(id) == "html");
    let of_page = page.and_then(|id| {
        tree.attribute(id, "lang")
            .or_else(|| tree.attribute(id, "xml:lang"))
    });
    let found = of_page
        .map(str::to_owned)
        .or_else(|| metas.first(&["og:locale", "content-language", "dc.language", "language"]))?;
    let tag = found.trim().replace('_', "-");
    let is_tag = tag.len() <= 20
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    is_tag.then_some(tag)
}

/// The meta elements of a page: names in small letters, and values.
struct Metas {
    rows: Vec<(String, String)>,
}

impl Metas {
    fn of(tree: &Tree) -> Self {
        let mut rows = Vec::new();
        for id in tree.below(0).filter(|&id| tree.name(id) == "meta") {
            let Some(content) = tree.attribute(id, "content").map(str::trim) else {
                continue;
            };
            let names = ["property", "name", "itemprop", "http-equiv"];
            let name = names.iter().find_map(|name| tree.attribute(id, name));
            if let Some(name) = name.filter(|_| !content.is_empty()) {
                rows.push((name.trim().to_ascii_lowercase(), content.to_owned()));
            }
        }
        Self { rows }
    }

    fn all<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
        names.iter().flat_map(move |name| {
            let rows = self.rows.iter().filter(move |(key, _)| key == name);
            rows.map(|(_, value)| value.clone())
        })
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).next()
    }

    fn clue(&self, names: &[&str]) -> Option<Clue<String>> {
        self.clues(names).into_iter().next()
    }

    /// The values under the names, in the order of the names.
    fn clues(&self, names: &[&str]) -> Vec<Clue<String>> {
        let of_name = |name: &&str| {
            let rows = self.rows.iter().filter(move |(key, _)| key == name);
            let clue = |(key, value): &(String, String)| Clue {
                value: value.clone(),
                how: format!("meta `{key}`"),
            };
            rows.map(clue).collect::<Vec<_>>()
        };
        names.iter().flat_map(of_name).collect()
    }

    fn link(&self, tree: &Tree, rel: &str) -> Option<String> {
        let link = tree
            .below(0)
            .find(|&id| tree.name(id) == "link" && tree.attribute(id, "rel") == Some(rel))?;
        tree.attribute(link, "href")
            .map(|href| href.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        for (title, site, wanted) in [
            (
                "Rebels free two | The Daily",
                Some("the daily"),
                "Rebels free two",
            ),
            (
                "Rebels free two - World - The Daily",
                Some("the daily"),
                "Rebels free two - World",
            ),
            (
                "Truce ends - what comes next for the region",
                None,
                "Truce ends - what comes next for the region",
            ),
            (
                "The rebels free two hostages - Daily",
                None,
                "The rebels free two hostages",
            ),
            ("The Daily: news", Some("the daily"), "The Daily: news"),
        ] {
            assert_eq!(without_site(title, site), wanted);
        }
    }
}
