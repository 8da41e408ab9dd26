//! Threads with a connection each, so that SQLite blocks no thread of the caller's runtime, whichever it is.

use crate::error::store_error;
use crate::place::{self, Place};
use badgehouse::store::StoreError;
use rusqlite::Connection;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use tokio::sync::{mpsc, oneshot};

/// How many jobs wait before the next asker does.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Threads that take jobs from one queue. When the last clone is dropped, they finish what is queued and close.
#[derive(Clone)]
pub(crate) struct Pool {
    jobs: mpsc::Sender<Job>,
    place: Arc<Place>,
}

impl Pool {
    /// One thread for each connection. No job is begun once the files are not at their place any more.
    pub(crate) fn start(connections: Vec<Connection>, place: &Arc<Place>) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let queue = Arc::new(Mutex::new(queue));
        for connection in connections {
            let queue = Arc::clone(&queue);
            spawn(move || work(connection, &queue))?;
        }
        Ok(Self { jobs, place: Arc::clone(place) })
    }

    /// What `job` answers. A job that has begun goes on when the asker has gone; one that nobody waits for is not begun.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let place = Arc::clone(&self.place);
        let job: Job = Box::new(move |connection| {
            if !reply.is_closed() {
                // Before, so that nothing is written elsewhere, and after, so that nothing is acknowledged that was.
                let done = place.holds().and_then(|()| job(connection).map_err(store_error));
                let done = done.and_then(|done| place.holds().map(|()| done));
                if done.is_err() {
                    place::rescue(&place, connection);
                }
                // Whoever asked may have gone meanwhile.
                let _ = reply.send(done);
            }
        });
        self.jobs.send(job).await.map_err(|_| ended())?;
        answer.await.unwrap_or_else(|_| Err(ended()))
    }
}

/// What `job` answers, from a thread of its own.
pub(crate) async fn on_a_thread<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (reply, answer) = oneshot::channel();
    spawn(move || {
        let _ = reply.send(job());
    })?;
    answer.await.unwrap_or_else(|_| Err(ended()))
}

fn spawn(body: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let spawned = thread::Builder::new().name("badgehouse-sqlite".into()).spawn(body);
    spawned.map(drop).map_err(|error| StoreError::Unavailable(format!("no thread for SQLite: {error}")))
}

fn work(mut connection: Connection, queue: &Mutex<mpsc::Receiver<Job>>) {
    while let Some(job) = next_job(queue) {
        job(&mut connection);
    }
    // Where two connections close at once, neither may find itself the last, which is the one that takes the log along.
    static CLOSING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = CLOSING.lock().unwrap_or_else(PoisonError::into_inner);
    drop(connection);
}

/// One thread waits for the next job, the others for the lock; it is free again before the job begins.
fn next_job(queue: &Mutex<mpsc::Receiver<Job>>) -> Option<Job> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
}

fn ended() -> StoreError {
    StoreError::Unavailable("the thread of SQLite has ended".into())
}
