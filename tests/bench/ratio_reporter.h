#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hogtie::bench {

/// Steps per second of one benchmark over another's, and the figure that the project wants.
struct Ratio {
  std::string measured;
  std::string reference;
  double wanted;
};

/// Google Benchmark's console report, and after it the ratios of the medians over the repetitions
/// of this run. Run it with --benchmark_repetitions=9 --benchmark_enable_random_interleaving=true,
/// so that a machine that changes its speed changes it for both sides.
class RatioReporter final : public benchmark::ConsoleReporter {
 public:
  explicit RatioReporter(std::vector<Ratio> ratios) : ratios_(std::move(ratios)) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      if (run.run_type == Run::RT_Iteration && rate != run.counters.end()) {
        rates_[base_name(run.benchmark_name())].push_back(rate->second);
      }
    }
  }

  void Finalize() override {
    std::printf("\n%-30s %-30s %8s %8s\n", "steps per second of", "over those of", "ratio",
                "wanted");
    for (const Ratio& ratio : ratios_) {
      if (!rates_.contains(ratio.measured) || !rates_.contains(ratio.reference)) continue;
      std::printf("%-30s %-30s %8.3f %8.2f\n", ratio.measured.c_str(), ratio.reference.c_str(),
                  median(ratio.measured) / median(ratio.reference), ratio.wanted);
    }
  }

 private:
  /// Without what Google Benchmark appends, "/real_time", "/manual_time" and "/repeats:9".
  static std::string base_name(const std::string& name) {
    const std::size_t end =
        std::min({name.find("/real_time"), name.find("/manual_time"), name.find("/repeats")});
    return name.substr(0, end);
  }

  double median(const std::string& name) {
    std::vector<double>& rates = rates_[name];
    std::sort(rates.begin(), rates.end());
    const std::size_t middle = rates.size() / 2;
    return rates.size() % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
  }

  std::vector<Ratio> ratios_;
  std::map<std::string, std::vector<double>> rates_;
};

}  // namespace hogtie::bench
