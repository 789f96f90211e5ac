#include "sim/trace/digest.h"

#include <xxhash.h>

#include <array>
#include <memory>

namespace hogtie {

std::uint64_t digest_registers(std::span<const double> cells) {
  return XXH3_64bits(cells.data(), cells.size_bytes());
}

proto::Checkpoint digest(const Execution& execution) {
  proto::Checkpoint checkpoint;
  checkpoint.set_registers(
      digest_registers(std::span(execution.cells).first(execution.layout.size())));

  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash(XXH3_createState(),
                                                                      &XXH3_freeState);
  XXH3_64bits_reset(hash.get());
  for (std::uint32_t w = 0; w < execution.workers; ++w) {
    const Cursor& cursor = execution.cursors[w];
    const Script& script = *cursor.script;
    const std::array<std::uint64_t, 6> state{
        execution.runnable.contains(w), cursor.position,        script.size,
        script.iteration_open,          script.coins.flipped(), script.iteration};
    XXH3_64bits_update(hash.get(), state.data(), sizeof state);
    XXH3_64bits_update(hash.get(), cursor.values, script.size * sizeof(double));
  }
  checkpoint.set_workers(XXH3_64bits_digest(hash.get()));
  return checkpoint;
}

std::uint64_t digest_words(const Execution& execution, std::size_t operations_max) {
  return execution.layout.size() + std::uint64_t{execution.workers} * (6 + operations_max);
}

}  // namespace hogtie
