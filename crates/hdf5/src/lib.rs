//! The part of HDF5 that Keras's files use, read and written without the C library.
//!
//! The format is that of the [HDF5 File Format Specification](https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html).
