#include "tools/hogtie/cli/output_options.h"

#include <algorithm>
#include <iterator>

#include "sim/simulation/inputs.h"

namespace hogtie {

void CommandFiles::reads(const std::optional<std::string>& path, const std::string& what) {
  if (path) inputs_.push_back({*path, what});
}

void CommandFiles::reads(const std::vector<std::string>& paths, const std::string& what) {
  for (const std::string& path : paths) inputs_.push_back({path, what});
}

void CommandFiles::reads(const proto::Experiment& experiment) {
  std::ranges::move(inputs_of(experiment), std::back_inserter(inputs_));
}

void CommandFiles::reads(const std::optional<proto::Adversary>& adversary) {
  if (adversary) std::ranges::move(inputs_of(*adversary), std::back_inserter(inputs_));
}

void CommandFiles::writes(const std::optional<std::string>& path, const std::string& option) {
  if (path) outputs_.push_back({*path, "'--" + option + "'"});
}

void CommandFiles::writes(const std::vector<std::string>& paths, const std::string& option) {
  for (const std::string& path : paths) outputs_.push_back({path, "'--" + option + "'"});
}

void CommandFiles::check() const {
  check_apart(inputs_, outputs_);
}

}  // namespace hogtie
