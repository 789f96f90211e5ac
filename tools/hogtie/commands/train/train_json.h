#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "core/settings/listing.h"
#include "sim/studies/train/trainer.h"

namespace hogtie {

/// One object: settings, data, how it ended ("done", "interrupted", "diverged" or "failed"), and
/// the epochs, each with the columns of train_table.
void write_train_json(const Trainer& trainer, const std::vector<Setting>& settings,
                      std::uint64_t epochs_asked, const TrainReport& report, std::ostream& out);

}  // namespace hogtie
