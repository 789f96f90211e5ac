#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hogtie {

/// The most workers that a packed schedule can name; they take 17 bits.
inline constexpr std::uint32_t kMostWorkers = std::uint32_t{1} << 17;

/// Most steps in a chunk of a trace.
inline constexpr std::uint32_t kMostChunkSteps = std::uint32_t{1} << 22;

/// Worker ids that fill whole bytes, whatever their width: 64 ids of b bits are b words of 64 bits.
inline constexpr std::size_t kPackedGroup = 64;

/// Bits that name one of `workers` workers, at least 1. Throws std::invalid_argument unless
/// 1 <= workers <= kMostWorkers.
std::uint32_t worker_bits(std::uint32_t workers);

/// Bytes that `count` ids of `bits` bits take, the last one filled up; count < 2^58.
constexpr std::size_t packed_size(std::size_t count, std::uint32_t bits) {
  return count / 8 * bits + (count % 8 * bits + 7) / 8;
}

/// Appends packed_size(workers.size(), bits) bytes to `bytes`. Bit j of id i is bit i * bits + j of
/// what is appended, where bit k is bit k % 8 of byte k / 8; bits after the last id are 0. Packing
/// a schedule piece by piece gives the same bytes if all pieces but the last have a multiple of
/// kPackedGroup ids.
///
/// Every id must be < 2^bits. Throws std::out_of_range unless 1 <= bits <= 17.
void pack(std::span<const std::uint32_t> workers, std::uint32_t bits, std::string& bytes);

/// Inverse of pack(): fills `workers`. False, with unspecified ids, when `bytes` is not what
/// workers.size() ids pack to: another size, or bits set after the last id. Throws
/// std::out_of_range unless 1 <= bits <= 17.
[[nodiscard]] bool unpack(std::string_view bytes, std::uint32_t bits,
                          std::span<std::uint32_t> workers);

}  // namespace hogtie
