//! Accepts connections and serves each of them. Entry point: [`accept`].

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// How long a browser may take to send the header of a request, or keep an idle connection open.
pub(super) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// How long to wait after an error that concerns all connections, such as too many open files.
const RETRY_DELAY: Duration = Duration::from_millis(200);

/// Serves for as long as it is polled. A connection whose next header does not arrive within `timeout` is closed; responses have no time
/// limit.
pub(super) async fn accept(listener: TcpListener, routes: Router, timeout: Duration) -> Infallible {
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                if !concerns_one_connection(&error) {
                    tokio::time::sleep(RETRY_DELAY).await;
                }
                continue;
            }
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(timeout)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes.clone()));
        // An error here means that the browser closed the connection.
        tokio::spawn(async move { drop(connection.await) });
    }
}

fn concerns_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::thread;
    use std::time::{Duration, Instant};

    use axum::Router;
    use axum::routing::get;
    use tokio::net::TcpListener;

    use super::accept;

    const TIMEOUT: Duration = Duration::from_millis(300);

    #[test]
    fn a_header_that_does_not_arrive_closes_the_connection_and_a_slow_answer_does_not() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let slow = || async {
            tokio::time::sleep(TIMEOUT * 2).await;
            "at last"
        };
        thread::spawn(move || runtime.block_on(accept(listener, Router::new().route("/", get(slow)), TIMEOUT)));
        let answered = |request: &str| {
            let started = Instant::now();
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(TIMEOUT * 100)).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("the connection is closed in time");
            (answer, started.elapsed())
        };
        for unfinished in ["", "GET / HTTP/1.1\r\nHost: local"] {
            let (answer, time) = answered(unfinished);
            assert!(!answer.contains("200 OK") && time >= TIMEOUT, "{unfinished}: {answer}");
        }
        let (answer, _) = answered("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert!(answer.ends_with("at last"), "{answer}");
    }
}
