#pragma once

#include <cstdint>
#include <string>

namespace hogtie {

/// Bytes of memory that a coordinate takes in a run: x_0, the model, x in the monitors, gradients
/// and lists of all coordinates are about eight doubles.
inline constexpr double kBytesPerCoordinate = 64;

/// So many times the bytes of its file may be taken for the sake of data.
inline constexpr double kTimesTheDataFile = 100;

/// Half of this computer's memory, or of the address space that this process may use, in bytes.
double half_of_memory();

/// How much memory may be taken for the sake of a data file with so many bytes, or of settings
/// alone (0 bytes): 1 GB, or 100 times the file, but at most half_of_memory().
double memory_allowance(std::uint64_t file_bytes);

/// "1.5 GB": for people.
std::string gigabytes(double bytes);

}  // namespace hogtie
