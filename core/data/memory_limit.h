#pragma once

#include <cstdint>
#include <string>

namespace hogtie {

/// Half of this computer's memory, or of the address space that this process may use, in bytes.
double half_of_memory();

/// How much memory may be taken for the sake of a data file with so many bytes, or of settings
/// alone (0 bytes): 1 GB, or 100 times the file, but at most half_of_memory().
double memory_allowance(std::uint64_t file_bytes);

/// "1.5 GB": for people.
std::string gigabytes(double bytes);

}  // namespace hogtie
