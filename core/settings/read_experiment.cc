#include "core/settings/read_experiment.h"

#include "core/settings/read_text.h"

namespace hogtie {

proto::Experiment read_experiment(const std::string& path) {
  proto::Experiment experiment;
  read_text(path, "an experiment", experiment);
  return experiment;
}

}  // namespace hogtie
