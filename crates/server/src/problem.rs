//! Errors as `application/problem+json` (RFC 9457).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, for a program and for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem: `about:blank`, as the status says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What is wrong here, and what to do.
    pub detail: String,
}

/// Why a request gets no answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The request cannot be understood.
    #[error("{0}")]
    Bad(String),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The request comes from elsewhere.
    #[error("{0}")]
    Forbidden(String),
    /// What is asked for does not fit what is there.
    #[error("{0}")]
    Conflict(String),
    /// The body is of another type or too large.
    #[error("{1}")]
    Other(StatusCode, String),
    /// The record does not answer.
    #[error(transparent)]
    Store(#[from] relata_store::Error),
    /// The program is broken.
    #[error("{0}; please send it in as a bug")]
    Broken(String),
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Fault::Bad(_) => StatusCode::BAD_REQUEST,
            Fault::NotFound(_) => StatusCode::NOT_FOUND,
            Fault::Forbidden(_) => StatusCode::FORBIDDEN,
            Fault::Conflict(_) => StatusCode::CONFLICT,
            Fault::Other(status, _) => *status,
            Fault::Store(relata_store::Error::ReadOnly { .. }) => StatusCode::CONFLICT,
            Fault::Store(relata_store::Error::Busy { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Store(_) | Fault::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = self.status();
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: self.to_string(),
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body,
        )
            .into_response()
    }
}
