//! What is read from phrases and small notices: cases as text files.
