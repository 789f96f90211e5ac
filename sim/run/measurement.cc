#include "sim/run/measurement.h"

namespace hogtie {

Measurement::Measurement(const Simulation&) {}

void Measurement::attach(Machine&) {}

proto::Metrics Measurement::metrics(const Simulation& simulation) {
  proto::Metrics metrics;
  metrics.set_steps(const_cast<Simulation&>(simulation).machine().execution().step());
  return metrics;
}

}  // namespace hogtie
