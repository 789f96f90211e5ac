#pragma once

#include "core/data/dataset.h"

namespace hogtie {

/// Moves the rows of a large data set to memory in huge pages, where the operating system has any
/// for who asks. Samples are drawn all over it, and with pages of the usual size the processor
/// spends a good part of sparse iterations on looking up where these lie.
void move_to_huge_pages(Dataset& data);

}  // namespace hogtie
