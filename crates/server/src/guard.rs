//! Who may ask, and what the browser may do with the answer.
//!
//! A page of another site can make a browser send requests to this machine, and can give this machine a name of its
//! own. So a request must name this machine by an address of the loop, and one that changes something must come from
//! our own page or from no page at all.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::problem::Fault;

/// What the page may load and do: nothing but what this server gives.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Lets a request through if it may ask; every answer says what the browser may do with it.
pub async fn guard(request: Request, next: Next) -> Response {
    let mut response = match check(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(why) => Fault::Forbidden(why.to_owned()).into_response(),
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn check(method: &Method, headers: &HeaderMap) -> Result<(), &'static str> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let host = text(header::HOST).unwrap_or("");
    if !is_this_machine(host) {
        return Err("the request does not name this machine as its host; open http://127.0.0.1");
    }
    if let Some(origin) = text(header::ORIGIN)
        && origin != format!("http://{host}")
    {
        return Err("the request comes from another site's page");
    }
    let site = headers
        .get("sec-fetch-site")
        .and_then(|site| site.to_str().ok());
    let is_foreign = site.is_some_and(|site| !["same-origin", "none"].contains(&site));
    // A link from elsewhere may open the page; only our own page may ask for more than that.
    let is_visit = *method == Method::GET
        && headers
            .get("sec-fetch-mode")
            .is_some_and(|mode| mode == "navigate");
    if is_foreign && !is_visit {
        return Err("the request comes from another site's page");
    }
    Ok(())
}

/// True for an address of the loop, with or without a port.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, list: &[(&'static str, &'static str)]) -> bool {
        let headers = list.iter().map(|(name, value)| {
            (
                header::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        check(&method, &headers.collect()).is_ok()
    }

    #[test]
    fn only_this_machine_and_its_own_page_may_ask() {
        let get = Method::GET;
        assert!(asked(get.clone(), &[("host", "127.0.0.1:7878")]));
        assert!(asked(get.clone(), &[("host", "localhost")]));
        assert!(!asked(get.clone(), &[]));
        for host in [
            "example.org:7878",
            "127.0.0.1.example.org",
            "localhost:x",
            "127.0.0.2",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
        let own = [("host", "127.0.0.1:7"), ("origin", "http://127.0.0.1:7")];
        assert!(asked(Method::POST, &own));
        let other = [("host", "127.0.0.1:7"), ("origin", "http://example.org")];
        assert!(!asked(Method::POST, &other));
        let near = [("host", "127.0.0.1:7"), ("origin", "http://127.0.0.1:8")];
        assert!(!asked(Method::POST, &near));
        let linked = [
            ("host", "127.0.0.1:7"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        assert!(asked(get.clone(), &linked));
        assert!(!asked(Method::POST, &linked));
        assert!(!asked(get, &linked[..2]));
    }
}
