#include "sim/trace/schedule_packing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace hogtie {
namespace {

static_assert(std::endian::native == std::endian::little, "words are stored as they lie in memory");

constexpr std::uint32_t kMostBits = 17;

using Ids = std::array<std::uint32_t, kPackedGroup>;

template <std::size_t Bits>
using Words = std::array<std::uint64_t, Bits>;

// Position of id I in the words of its group; all constants, so that the fold expressions below
// become straight-line code.
template <std::size_t Bits, std::size_t I>
struct Place {
  static constexpr std::size_t kWord = I * Bits / 64;
  static constexpr std::size_t kShift = I * Bits % 64;
  static constexpr bool kStraddles = kShift + Bits > 64;
};

template <std::size_t Bits, std::size_t I>
void put(std::uint64_t id, Words<Bits>& words) {
  using At = Place<Bits, I>;
  words[At::kWord] |= id << At::kShift;
  if constexpr (At::kStraddles) words[At::kWord + 1] |= id >> (64 - At::kShift);
}

template <std::size_t Bits, std::size_t I>
std::uint32_t get(const Words<Bits>& words) {
  using At = Place<Bits, I>;
  std::uint64_t id = words[At::kWord] >> At::kShift;
  if constexpr (At::kStraddles) id |= words[At::kWord + 1] << (64 - At::kShift);
  return static_cast<std::uint32_t>(id & ((std::uint64_t{1} << Bits) - 1));
}

template <std::size_t Bits>
void pack_group(const std::uint32_t* ids, char* bytes) {
  Words<Bits> words{};
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (put<Bits, I>(ids[I], words), ...);
  }
  (std::make_index_sequence<kPackedGroup>());
  std::memcpy(bytes, words.data(), sizeof words);
}

template <std::size_t Bits>
void unpack_group(const char* bytes, std::uint32_t* ids) {
  Words<Bits> words;
  std::memcpy(words.data(), bytes, sizeof words);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((ids[I] = get<Bits, I>(words)), ...);
  }
  (std::make_index_sequence<kPackedGroup>());
}

template <std::size_t Bits>
void pack_all(const std::uint32_t* ids, std::size_t count, char* bytes) {
  const std::size_t whole = count - count % kPackedGroup;
  for (std::size_t i = 0; i < whole; i += kPackedGroup)
    pack_group<Bits>(ids + i, bytes + i / 8 * Bits);
  if (whole == count) return;
  Ids padded{};
  std::copy(ids + whole, ids + count, padded.begin());
  std::array<char, sizeof(Words<Bits>)> last;
  pack_group<Bits>(padded.data(), last.data());
  std::memcpy(bytes + whole / 8 * Bits, last.data(), packed_size(count - whole, Bits));
}

// True unless bits are set after the last id.
template <std::size_t Bits>
bool unpack_all(const char* bytes, std::size_t count, std::uint32_t* ids) {
  const std::size_t whole = count - count % kPackedGroup;
  for (std::size_t i = 0; i < whole; i += kPackedGroup) {
    unpack_group<Bits>(bytes + i / 8 * Bits, ids + i);
  }
  if (whole == count) return true;
  std::array<char, sizeof(Words<Bits>)> last{};
  std::memcpy(last.data(), bytes + whole / 8 * Bits, packed_size(count - whole, Bits));
  Ids padded;
  unpack_group<Bits>(last.data(), padded.data());
  const auto end = padded.begin() + static_cast<std::ptrdiff_t>(count - whole);
  std::copy(padded.begin(), end, ids + whole);
  return std::all_of(end, padded.end(), [](std::uint32_t id) { return id == 0; });
}

using PackAll = void (*)(const std::uint32_t*, std::size_t, char*);
using UnpackAll = bool (*)(const char*, std::size_t, std::uint32_t*);

// Entry b - 1 is for b bits.
template <std::size_t... I>
constexpr std::array<PackAll, kMostBits> packers(std::index_sequence<I...>) {
  return {pack_all<I + 1>...};
}
template <std::size_t... I>
constexpr std::array<UnpackAll, kMostBits> unpackers(std::index_sequence<I...>) {
  return {unpack_all<I + 1>...};
}

constexpr auto kPackers = packers(std::make_index_sequence<kMostBits>());
constexpr auto kUnpackers = unpackers(std::make_index_sequence<kMostBits>());

}  // namespace

std::uint32_t worker_bits(std::uint32_t workers) {
  if (workers < 1 || workers > kMostWorkers) {
    throw std::invalid_argument("no schedule names " + std::to_string(workers) + " workers");
  }
  return std::max(1U, static_cast<std::uint32_t>(std::bit_width(workers - 1)));
}

void pack(std::span<const std::uint32_t> workers, std::uint32_t bits, std::string& bytes) {
  const PackAll pack_all = kPackers.at(std::size_t{bits} - 1);
  const std::size_t begin = bytes.size();
  bytes.resize(begin + packed_size(workers.size(), bits));
  pack_all(workers.data(), workers.size(), bytes.data() + begin);
}

bool unpack(std::string_view bytes, std::uint32_t bits, std::span<std::uint32_t> workers) {
  const UnpackAll unpack_all = kUnpackers.at(std::size_t{bits} - 1);
  if (bytes.size() != packed_size(workers.size(), bits)) return false;
  return unpack_all(bytes.data(), workers.size(), workers.data());
}

}  // namespace hogtie
