#include "sim/studies/trials/state_file.h"

#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

#include "core/error.h"
#include "core/files/output_file.h"
#include "core/numeric/floating_point.h"
#include "core/settings/listing.h"
#include "core/text/number.h"
#include "core/text/quote.h"
#include "sim/build_fingerprint.h"
#include "sim/simulation/check_experiment.h"
#include "sim/trace/parse_budget.h"

namespace hogtie {
namespace {

/// Far above what a state takes: its distributions and its curve do not grow with the trials.
constexpr std::size_t kLargestState = std::size_t{1} << 26;
constexpr int kMostStateObjects = 1 << 20;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

std::string reason(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void fail_to_read(const std::string& path, int error) {
  throw InputError("cannot read '" + path + "': " + reason(error) +
                   "; give the file that interrupted trials have left");
}

std::string content_of(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rbe"));
  if (!file) fail_to_read(path, errno);
  std::string content;
  std::array<char, 65536> block;
  for (;;) {
    const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
    if (std::ferror(file.get()) != 0) fail_to_read(path, errno);
    if (count == 0) return content;
    content.append(block.data(), count);
    if (content.size() > kLargestState) {
      throw InputError(path +
                       ": is no state of trials, being larger than any; give the file that "
                       "interrupted trials have left");
    }
  }
}

}  // namespace

proto::TrialsState make_trials_state(const proto::Experiment& experiment) {
  proto::TrialsState state;
  *state.mutable_experiment() = experiment;
  state.set_version(std::string(version()));
  state.set_build(std::string(build_fingerprint()));
  state.set_floating_point(floating_point_fingerprint());
  return state;
}

void save_trials(const std::string& path, const proto::TrialsState& state) {
  proto::TrialsFile content;
  content.set_state(state.SerializeAsString());
  content.set_checksum(XXH3_64bits(content.state().data(), content.state().size()));
  write_output(path, content.SerializeAsString());
}

proto::TrialsState load_trials(const std::string& path) {
  proto::TrialsFile file;
  proto::TrialsState state;
  if (!file.ParseFromString(content_of(path)) || !file.has_state() || !file.has_checksum()) {
    throw InputError(path +
                     ": is no state of trials; give the file that interrupted trials have "
                     "left");
  }
  const auto damaged = [&path](const std::string& what) {
    throw InputError(printable(path) + ": is damaged" + what +
                     "; begin the trials anew, without it");
  };
  if (XXH3_64bits(file.state().data(), file.state().size()) != file.checksum() ||
      !parses_within(file.state(), *proto::TrialsState::descriptor(), kMostStateObjects) ||
      !state.ParseFromString(file.state())) {
    damaged("");
  }
  if (state.has_confidence() && !(state.confidence() > 0 && state.confidence() < 1)) {
    damaged(": its confidence is " + format_number(state.confidence()) + ", not between 0 and 1");
  }
  if (state.has_target_width() && !(state.target_width() >= 0 && state.target_width() <= 1)) {
    damaged(": its target width is " + format_number(state.target_width()) +
            ", not between 0 and 1");
  }
  if (state.has_trials() && (state.trials() < 1 || state.trials() > kMostTrials)) {
    damaged(": it is of " + std::to_string(state.trials()) + " trials, not 1 to " +
            std::to_string(kMostTrials));
  }
  if (state.tally().trials() > kMostTrials) {
    damaged(": it has " + std::to_string(state.tally().trials()) + " trials, more than " +
            std::to_string(kMostTrials));
  }
  check_experiment_of(path, state.experiment());
  return state;
}

void check_trials(const std::string& path, const proto::TrialsState& state,
                  const proto::Experiment& experiment) {
  const proto::TrialsState here = make_trials_state(experiment);
  if (state.build() != here.build() || state.floating_point() != here.floating_point()) {
    throw InputError(path +
                     ": its trials were run by another build or on another machine, version " +
                     state.version() + "; go on there, or begin anew, without it");
  }
  const std::vector<Setting> theirs = all_settings(state.experiment());
  const std::vector<Setting> ours = all_settings(experiment);
  for (std::size_t k = 0; k < ours.size() && k < theirs.size(); ++k) {
    // How much memory a run may take changes no result.
    if (ours[k].value == theirs[k].value || ours[k].path == "limits.memory") continue;
    throw InputError(path + ": its trials are of another experiment, with " + theirs[k].path + "=" +
                     theirs[k].value + " where this has " + ours[k].value +
                     "; leave the settings out to go on with that one");
  }
}

}  // namespace hogtie
