//! Browser tests over WebDriver against the built site.
