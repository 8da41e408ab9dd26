//! Every operation that commits against every other that commits on the same account: which conflicts the service absorbs, and which it may still answer.

mod load;
mod movers;
mod once;
mod pairs;
mod world;
