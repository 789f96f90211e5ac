#include "sim/simulation/inputs.h"

#include <algorithm>
#include <iterator>

namespace hogtie {

std::vector<NamedFile> inputs_of(const proto::Adversary& adversary) {
  std::vector<NamedFile> inputs;
  if (adversary.has_trace()) inputs.push_back({adversary.trace(), "the adversary's trace"});
  if (adversary.has_schedule_file()) {
    inputs.push_back({adversary.schedule_file(), "the adversary's schedule"});
  }
  for (const proto::Adversary& member : adversary.members()) {
    std::ranges::move(inputs_of(member), std::back_inserter(inputs));
  }
  return inputs;
}

std::vector<NamedFile> inputs_of(const proto::Experiment& experiment) {
  std::vector<NamedFile> inputs = inputs_of(experiment.adversary());
  const proto::Data& data = experiment.objective().data();
  if (data.has_path()) inputs.push_back({data.path(), "the data"});
  return inputs;
}

void check_output_apart(const proto::Experiment& experiment, const std::string& output,
                        const std::string& option) {
  const NamedFile named{output, option};
  check_apart(inputs_of(experiment), {&named, 1});
}

}  // namespace hogtie
