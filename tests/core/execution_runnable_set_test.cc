#include <gtest/gtest.h>

#include <cstdint>
#include <set>

#include "core/execution/runnable_set.h"
#include "core/random/bit_stream.h"

namespace hogtie {
namespace {

/// The same answers as a std::set gives.
void expect_same(const RunnableSet& set, const std::set<std::uint32_t>& model,
                 std::uint32_t workers) {
  ASSERT_EQ(set.size(), model.size());
  ASSERT_EQ(set.empty(), model.empty());
  std::set<std::uint32_t> members;
  for (std::uint32_t k = 0; k < set.size(); ++k) members.insert(set.at(k));
  ASSERT_EQ(members, model);
  for (std::uint32_t w = 0; w < workers; ++w) ASSERT_EQ(set.contains(w), model.contains(w));
  if (model.empty()) return;
  for (std::uint32_t w = 0; w <= workers; ++w) {
    const auto next = model.lower_bound(w);
    ASSERT_EQ(set.first_from(w), next == model.end() ? *model.begin() : *next);
  }
}

TEST(RunnableSet, AnswersAsASetDoes) {
  // Below, at and above the 64 workers of a word.
  for (const std::uint32_t workers : {1u, 2u, 63u, 64u, 65u, 130u}) {
    SCOPED_TRACE(workers);
    RunnableSet set(workers);
    std::set<std::uint32_t> model;
    for (std::uint32_t w = 0; w < workers; ++w) model.insert(w);
    expect_same(set, model, workers);
    BitStream bits(workers, kAdversaryDomain);
    while (!model.empty()) {
      const std::uint32_t worker = bits.index(workers);  // often one that is no member any more
      set.remove(worker);
      model.erase(worker);
      expect_same(set, model, workers);
    }
  }
}

}  // namespace
}  // namespace hogtie
