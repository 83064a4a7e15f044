//! What the pages of `serve` send: [`Sent`] has a body in JSON, [`Asked`] the values after `?`. What cannot be read is refused in a sentence
//! for the editor, who has a page of another version open or changes more at once than fits.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::picker::answer::Refusal;

pub(super) struct Sent<T>(pub T);

pub(super) struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(sent)) => Ok(Sent(sent)),
            Err(JsonRejection::BytesRejection(why)) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Refusal::of("This is more text than can be sent at once. Make the change in the file."))
            }
            Err(_) => Err(unreadable()),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        read.map(|Query(asked)| Asked(asked)).map_err(|_| unreadable())
    }
}

fn unreadable() -> Refusal {
    Refusal::of("The server cannot read what this page sent, and has written nothing. Reload the page and try again.")
}
