//! Execution of long operations: on which threads, and watched by whom.

use std::fmt;
use std::ops::ControlFlow;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// Progress of a long operation, in steps that the operation names in its docs.
///
/// ```
/// use total_experience::Progress;
///
/// let progress = Progress::new(30, 120);
/// assert_eq!((progress.fraction(), progress.to_string()), (0.25, "30 of 120".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps in all. An operation that ends early for a good reason, such as convergence, stops short of it.
    pub total: u64,
}

impl Progress {
    /// So many steps of so many.
    pub fn new(done: u64, total: u64) -> Self {
        Self { done, total }
    }

    /// The part that is done, in 0..=1; 1 where there is nothing to do.
    pub fn fraction(self) -> f64 {
        if self.done >= self.total { 1.0 } else { self.done as f64 / self.total as f64 }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.done, self.total)
    }
}

/// Execution of a long operation: on one thread or on those of a rayon pool, and watched or not.
///
/// It is a field of the options of every operation that can take long. The default runs on the calling thread, unwatched.
/// **Threads never change a result**: the bits are the same.
///
/// - [`with_parallel`](Self::with_parallel) runs on the rayon pool in which the call is made: rayon's global pool, or the
///   one whose `install` the call is in. Without the feature `parallel` the operation runs on the calling thread.
/// - [`with_watch`](Self::with_watch) tells [`Progress`] after each step or block of steps, from several threads a little
///   out of order. The answer
///   [`ControlFlow::Break`] ends the operation with the room's `Cancelled` error; nothing is changed then.
///
/// As JSON it is `{"parallel": bool}`; a watch is not written.
///
/// Two threads, and an end when somebody asks for it:
///
/// ```
/// use std::ops::ControlFlow;
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicBool, Ordering};
/// use total_experience::Execution;
/// use total_experience::cascade::{EdgeColumns, Error, Network};
/// use total_experience::cascade::analyze::{Effect, UncertaintyOptions};
///
/// let stop = Arc::new(AtomicBool::new(true)); // set by a button
/// let asked = Arc::clone(&stop);
/// let execution = Execution::default().with_parallel(true).with_watch(move |progress| {
///     eprint!("\r{:.0} %", 100.0 * progress.fraction());
///     if asked.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
/// });
///
/// let network = Network::from_columns(2, &EdgeColumns { from: &[0], to: &[1], weight: &[0.4], ..EdgeColumns::default() }.with_standard_error(&[0.1]))?;
/// let options = UncertaintyOptions::default().with_execution(execution);
/// let work = || network.uncertainty_with(Effect { shock: &[10.0, 0.0], objective: &[0.0, 1.0] }, &options);
/// # #[cfg(feature = "parallel")]
/// let found = {
///     use total_experience::rayon::ThreadPoolBuilder; // the feature `parallel`
///     let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
///     pool.install(work)
/// };
/// # #[cfg(not(feature = "parallel"))]
/// # let found = work();
/// assert_eq!(found.err(), Some(Error::Cancelled));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Execution {
    parallel: bool,
    #[serde(skip)]
    watch: Option<Watch>,
}

#[derive(Clone)]
struct Watch(Arc<dyn Fn(Progress) -> ControlFlow<()> + Send + Sync>);

// A watch that panicked is called again only by a caller who caught the panic, at the caller's own risk.
impl UnwindSafe for Watch {}
impl RefUnwindSafe for Watch {}

impl Execution {
    /// Sets whether the operation runs on the threads of the rayon pool in which it is called.
    #[must_use]
    pub fn with_parallel(mut self, parallel: bool) -> Self {
        self.parallel = parallel;
        self
    }

    /// Sets who is told of the progress, from whichever thread does the work, and may end the operation.
    #[must_use]
    pub fn with_watch(mut self, watch: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        self.watch = Some(Watch(Arc::new(watch)));
        self
    }

    /// Whether the operation runs on several threads: asked for, and built with the feature `parallel`.
    pub fn is_parallel(&self) -> bool {
        cfg!(feature = "parallel") && self.parallel
    }

    /// Whether somebody is told of the progress.
    pub fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// The threads that work that is worth so many steps is dealt out to: one for little work, as dealing out costs too.
    pub(crate) fn threads(&self, work: usize) -> usize {
        // Tests deal out little work too.
        const LITTLE: usize = if cfg!(test) { 1 } else { 1 << 16 };
        #[cfg(feature = "parallel")]
        if self.is_parallel() && work >= LITTLE {
            return rayon::current_num_threads().max(1);
        }
        let _ = (work, LITTLE);
        1
    }

    /// How many of some items each thread takes, at least one, where all of them are worth so many steps.
    pub(crate) fn share(&self, items: usize, work: usize) -> usize {
        items.div_ceil(self.threads(work)).max(1)
    }

    /// What `work` makes of each item, in their order.
    pub(crate) fn map<I: Send, T: Send>(&self, items: Vec<I>, work: impl Fn(I) -> T + Send + Sync) -> Vec<T> {
        #[cfg(feature = "parallel")]
        if self.is_parallel() && items.len() > 1 {
            use rayon::prelude::*;

            return items.into_par_iter().map(work).collect();
        }
        items.into_iter().map(work).collect()
    }

    /// Sorts items; which of equal ones comes first may differ with the threads.
    pub(crate) fn sort_unstable_by<T: Send>(
        &self,
        items: &mut [T],
        compare: impl Fn(&T, &T) -> std::cmp::Ordering + Send + Sync,
    ) {
        #[cfg(feature = "parallel")]
        if self.threads(items.len()) > 1 {
            use rayon::prelude::*;

            return items.par_sort_unstable_by(compare);
        }
        items.sort_unstable_by(compare);
    }

    /// The steps of an operation that has so many.
    pub(crate) fn steps(&self, total: u64) -> Steps<'_> {
        Steps { execution: self, total, done: AtomicU64::new(0), is_ended: AtomicBool::new(false) }
    }

    /// Tells how far the operation is; an error where it is to end.
    pub(crate) fn tell(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        match &self.watch {
            Some(watch) if watch.0(Progress { done, total }).is_break() => Err(Cancelled),
            _ => Ok(()),
        }
    }
}

/// Steps of one run of an operation, counted over all its threads.
pub(crate) struct Steps<'a> {
    execution: &'a Execution,
    total: u64,
    done: AtomicU64,
    is_ended: AtomicBool,
}

impl Steps<'_> {
    /// An error once the watch ended the operation: what is not begun need not be.
    pub(crate) fn check(&self) -> Result<(), Cancelled> {
        if self.is_ended.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Counts steps as done and tells how far the operation is; an error where it is to end.
    pub(crate) fn add(&self, steps: u64) -> Result<(), Cancelled> {
        if !self.execution.is_watched() {
            return Ok(());
        }
        let done = self.done.fetch_add(steps, Ordering::Relaxed) + steps;
        let told = self.check().and_then(|()| self.execution.tell(done, self.total));
        self.is_ended.fetch_or(told.is_err(), Ordering::Relaxed);
        told
    }
}

/// That a watch ended an operation: each room makes its own error of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cancelled;

impl fmt::Debug for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execution")
            .field("parallel", &self.parallel)
            .field("watched", &self.watch.is_some())
            .finish()
    }
}

/// Two executions are equal when they run alike and are watched by the same function.
impl PartialEq for Execution {
    fn eq(&self, other: &Self) -> bool {
        let watches = match (&self.watch, &other.watch) {
            (None, None) => true,
            (Some(one), Some(two)) => Arc::ptr_eq(&one.0, &two.0),
            _ => false,
        };
        watches && self.parallel == other.parallel
    }
}
