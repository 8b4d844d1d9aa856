//! The figure of the page on networks from other programs' files: opened.
