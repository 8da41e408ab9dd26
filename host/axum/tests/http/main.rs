//! The router and the layer, by real requests to a server on a loopback port.

mod dpop;
mod require;
mod routes;
mod world;
