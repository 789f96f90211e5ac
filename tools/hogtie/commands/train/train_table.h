#pragma once

#include <ostream>
#include <span>

#include "sim/studies/train/trainer.h"
#include "tools/hogtie/output/table.h"

namespace hogtie {

/// One row an epoch: for programs.
Table train_table(std::span<const Epoch> epochs);

/// The same for people, as the epochs come: a line of names, then a line for each.
void write_epoch_names(std::ostream& out);
void write_epoch(const Epoch& epoch, std::ostream& out);

}  // namespace hogtie
