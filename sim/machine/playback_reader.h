#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/execution/playback.h"
#include "sim/machine/tape_reader.h"

namespace hogtie {

/// Plays a machine's tape to the readers of its steps.
class PlaybackReader final : public TapeReader {
 public:
  PlaybackReader(const RegisterLayout& layout, std::uint32_t workers, std::size_t operations_max,
                 std::size_t scalars_max)
      : playback_(layout, workers, operations_max, scalars_max) {}

  Playback& playback() { return playback_; }

  std::shared_ptr<const ReaderState> save() const override { return playback_.save(); }
  void restore(const ReaderState& state) override { playback_.restore(state); }

  TapeContent content() const override { return TapeContent::kAll; }
  void begin(const Execution& execution) override { playback_.begin(execution.cells); }
  std::optional<Ending> read(const Tape& tape, const Execution&) override {
    playback_.play(tape);
    return std::nullopt;
  }

 private:
  Playback playback_;
};

}  // namespace hogtie
