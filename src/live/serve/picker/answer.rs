//! How the picker answers: [`in_background`] does the work, a [`Refusal`] says why something was not done.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::task;

/// Runs `work` on another thread, so that the server can answer other requests.
pub(in crate::live::serve) async fn in_background(
    work: impl FnOnce() -> Result<Response, Refusal> + Send + 'static,
) -> Response {
    let done = task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(Refusal::failed("The server failed to do this."))).into_response()
}

/// Why the picker did not do something, for the editor.
pub(in crate::live::serve) struct Refusal(StatusCode, String);

impl Refusal {
    /// What was sent cannot be done.
    pub fn of(message: impl Into<String>) -> Self {
        Refusal(StatusCode::UNPROCESSABLE_ENTITY, message.into())
    }

    /// The note has changed in the meantime.
    pub fn changed(message: &str) -> Self {
        Refusal(StatusCode::CONFLICT, message.to_owned())
    }

    pub fn gone(message: &str) -> Self {
        Refusal(StatusCode::NOT_FOUND, message.to_owned())
    }

    pub fn failed(message: impl Into<String>) -> Self {
        Refusal(StatusCode::INTERNAL_SERVER_ERROR, message.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal(status, message) = self;
        (status, Json(json!({ "message": message }))).into_response()
    }
}
