//! The widgets on the page and the trainer in a worker.
