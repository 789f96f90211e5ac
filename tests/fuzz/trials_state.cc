#include "tests/fuzz/trials_state.h"

#include <xxhash.h>

namespace hogtie::fuzz {

std::optional<proto::TrialsState> open_state(std::string_view file) {
  proto::TrialsFile content;
  proto::TrialsState state;
  if (!content.ParseFromArray(file.data(), static_cast<int>(file.size())) ||
      !state.ParseFromString(content.state())) {
    return std::nullopt;
  }
  return state;
}

std::string seal_state(const proto::TrialsState& state) {
  proto::TrialsFile content;
  content.set_state(state.SerializeAsString());
  content.set_checksum(XXH3_64bits(content.state().data(), content.state().size()));
  return content.SerializeAsString();
}

}  // namespace hogtie::fuzz
