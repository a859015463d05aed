//! HCL native syntax.
