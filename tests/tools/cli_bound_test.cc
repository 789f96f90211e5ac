#include <cmath>
#include <string>

#include "tests/tools/cli_testing.h"

namespace hogtie {
namespace {

using testing::lines_of;
using testing::Outcome;

class CliBound : public testing::Cli {};

// c = 1, L = 2, M = 4, ε = 1/4, d = 4, n = 2, τ_max = 18 and, by default, ||x_0-x*|| = M/c = 4:
// plog = 1 + ln 64. A is 16, 16 + 8 · 18 and 16 + 192 (see theory_convergence_test), α = cε/A and
// T the least with A/(c²ε) plog / T <= 1/10.
const std::string kGiven = "bound --c 1 --L 2 --M 4 --epsilon 0.25 --d 4 --n 2 --tau-max 18";

/// Of what may be any integer up to 2^63, and so is a text.
double count(const nlohmann::json& value) {
  return std::stod(value.get<std::string>());
}

double plog() {
  return 1 + std::log(64.0);
}

TEST_F(CliBound, RecommendsStepSizeAndIterations) {
  const auto rows = json_of(kGiven);
  ASSERT_EQ(rows.size(), 6U);
  const auto check = [&](std::size_t index, const std::string& name, double moment) {
    const auto& row = rows[index];
    EXPECT_EQ(row["bound"], name);
    EXPECT_DOUBLE_EQ(row["recommended_alpha"], 0.25 / moment);
    EXPECT_EQ(count(row["recommended_iterations"]), std::ceil(40 * moment * plog()));
    EXPECT_DOUBLE_EQ(row["price"], moment / 16);
    EXPECT_EQ(row["initial_distance"], 4);
    // What is judged is what is recommended.
    EXPECT_EQ(row["alpha"], row["recommended_alpha"]);
    EXPECT_EQ(row["iterations"], row["recommended_iterations"]);
    EXPECT_EQ(row["iterations_needed"], row["recommended_iterations"]);
    EXPECT_LE(row["failure_bound"], 0.1);
    EXPECT_NEAR(row["failure_bound"], 0.1, 1e-4);
    EXPECT_EQ(row["largest_tau_max"], index == 0 ? "0" : "18");
    EXPECT_FALSE(row.contains("premise_not_met"));
  };
  check(0, "sequential", 16);
  check(1, "de_sa_2015", 160);
  check(2, "theorem_6_5", 208);
  check(3, "corollary_6_7", 208);
}

// For FullSGD B = √4 · 18 · 4 = 144, and (L²B²/c²) α² + (M²/c) α = 82944 α² + 16 α = ε/2, so small
// an α that one epoch is enough. Of the start, 16 (1-α)^(T-1) <= ε/2 is to remain.
TEST_F(CliBound, PlansFullSgd) {
  const auto row = json_of(kGiven)[4];
  EXPECT_EQ(row["bound"], "full_sgd");
  const double alpha = (std::sqrt(256 + 4 * 82944 * 0.125) - 16) / (2 * 82944);
  EXPECT_NEAR(row["recommended_alpha"], alpha, 1e-12);
  EXPECT_EQ(row["recommended_epochs"], 1);
  EXPECT_EQ(count(row["recommended_iterations"]),
            1 + std::ceil(std::log(0.125 / 16) / std::log1p(-alpha)));
  EXPECT_LE(row["distance_bound"], 0.5);
  EXPECT_NEAR(row["distance_bound"], 0.5, 1e-3);
  EXPECT_EQ(row["largest_tau_max"], "18");
  EXPECT_FALSE(row.contains("failure_bound"));
  EXPECT_FALSE(row.contains("price"));
}

// With crashes a second epoch, so that the gradient lost, of length α/2 M = 2α, leaves room: the
// first epoch takes 4 to D'² = 16 (1-α)^G + ε/2, and one gradient, 4α, is in flight; the second
// that to D''² = (1-α/2)^G (D' + 4α)² + 82944 α²/4 + 8 α. D'' + 2α is to be 1/2 at most.
TEST_F(CliBound, PlansFullSgdWithCrashes) {
  const auto row = json_of(kGiven)[5];
  EXPECT_EQ(row["bound"], "full_sgd_crashes");
  EXPECT_EQ(row["recommended_epochs"], 2);
  const double alpha = row["recommended_alpha"];
  const double n = row["n"];
  ASSERT_EQ(n, 2);
  const auto distance = [&](double iterations) {
    const double first = std::sqrt(std::pow(1 - alpha, iterations - 1) * 16 + 0.125) + 4 * alpha;
    return std::sqrt(std::pow(1 - alpha / 2, iterations - 1) * first * first +
                     82944 * alpha * alpha / 4 + 8 * alpha) +
           2 * alpha;
  };
  const double iterations = count(row["recommended_iterations"]);
  EXPECT_LE(distance(iterations), 0.5);
  EXPECT_GT(distance(iterations - 1), 0.5);
  EXPECT_NEAR(row["distance_bound"], distance(iterations), 1e-12);
}

// α = 1/1664 and T: ε plog / ((2αcε - α²A) T) <= 1/10 allows A <= (1/3328 - 5/2 plog/T) 1664², and
// A is 16 + 8 τ by De Sa et al., 16 + 32 √(2 τ) by the theorem. The corollary's A <= cε/α = 416 has
// to meet A/(c²εϑ) plog <= T/10 too, with ϑ = αA/(cε): plog/(αcT) whatever A; so τ is 78.
TEST_F(CliBound, AnswersTheInverseQuestion) {
  const double step_size = 1.0 / 1664;
  const double iterations = 200000;
  const std::string judged =
      kGiven + " --iterations 200000 --alpha 0.00060096153846153846";  // 1/1664
  const auto rows = json_of(judged);
  const double moment = (1.0 / 3328 - 2.5 * plog() / iterations) / (step_size * step_size);
  EXPECT_EQ(count(rows[1]["largest_tau_max"]), std::floor((moment - 16) / 8));
  EXPECT_EQ(count(rows[2]["largest_tau_max"]), std::floor((moment - 16) * (moment - 16) / 2048));
  EXPECT_EQ(rows[3]["largest_tau_max"], "78");
  EXPECT_NEAR(rows[3]["failure_bound"], plog() / (step_size * iterations), 1e-9);
  for (const auto& row : rows) EXPECT_EQ(row["iterations"], "200000");

  // At one more than the largest, the promise is lost.
  const auto at = [&](std::uint64_t tau_max) {
    return json_of(
        "bound --c 1 --L 2 --M 4 --epsilon 0.25 --d 4 --n 2 --iterations 200000 "
        "--alpha 0.00060096153846153846 --tau-max " +
        std::to_string(tau_max))[2];
  };
  const auto largest = static_cast<std::uint64_t>(count(rows[2]["largest_tau_max"]));
  EXPECT_LE(at(largest)["failure_bound"], 0.1);
  EXPECT_GT(at(largest + 1)["failure_bound"], 0.1);
}

// Too few iterations for the start alone.
TEST_F(CliBound, ThereMayBeNoTauMax) {
  const auto rows = json_of(kGiven + " --iterations 10");
  for (const auto& row : rows) EXPECT_EQ(row["largest_tau_max"], "none") << row;
  EXPECT_GT(rows[0]["failure_bound"], 1);
}

TEST_F(CliBound, APremiseThatIsNotMetStandsInItsRowAlone) {
  // 1/208 is too large for Theorem 6.5 but not for the sequential bound.
  const auto rows = json_of(kGiven + " --alpha 0.00480769230769");
  EXPECT_FALSE(rows[0].contains("premise_not_met"));
  EXPECT_EQ(rows[2]["premise_not_met"],
            "alpha^2 H L M C sqrt(d) < 1 (alpha^2 H L M C sqrt(d) = 2.18182, alpha = 0.00480769)");
  EXPECT_FALSE(rows[2].contains("failure_bound"));
  EXPECT_FALSE(rows[2].contains("iterations_needed"));
  EXPECT_TRUE(rows[2].contains("recommended_alpha"));
  const std::string text = output_of(kGiven + " --alpha 0.00480769230769");
  EXPECT_NE(text.find("alpha^2 H L M C sqrt(d) < 1"), std::string::npos) << text;
}

TEST_F(CliBound, HugeFigures) {
  const auto rows = json_of(
      "bound --c 1e-30 --L 1e30 --M 1e30 --d 1000000000000000 --n 1000000000000000 "
      "--tau-max 9223372036854775808 --epsilon 1e-30");
  for (const auto& row : rows) {
    EXPECT_EQ(row["recommended_iterations"], "more than 2^63") << row;
    EXPECT_GT(row["recommended_alpha"], 0) << row;
    EXPECT_FALSE(row.contains("failure_bound")) << row;
  }
  // From x* the bound is 0 where its premise holds: α²HLMτ = 1e-60 · 2√ε/(2αε) · τ = 1e-45 τ < 1.
  const auto from_optimum = json_of(
      "bound --c 1 --L 1 --M 1 --initial-distance 0 --d 1 --n 1 --tau-max 0 "
      "--epsilon 1e30 --alpha 1e-30");
  EXPECT_EQ(from_optimum[1]["largest_tau_max"], "2^63 or more");
}

// f(x) = 1/2 (x_1² + x_2²) from (3, 4): D = 5, M² = 5² + 2 · 0.5².
TEST_F(CliBound, TakesTheConstantsOfAnExperiment) {
  put("experiment.textproto",
      "objective { dimension: 2 initial: [3, 4] noise: 0.5 }\n"
      "workers: 3 adversary { name: 'swarm' tau: 5 } success { epsilon: 0.5 }\n"
      "algorithm { step_size: 0.001 iterations: 77 }\n");
  const auto row = json_of("bound --experiment experiment.textproto")[2];
  EXPECT_EQ(row["c"], 1);
  EXPECT_EQ(row["L"], 1);
  EXPECT_DOUBLE_EQ(row["M"], std::sqrt(25.5));
  EXPECT_EQ(row["d"], 2);
  EXPECT_EQ(row["n"], 3);
  EXPECT_EQ(row["tau_max"], "6");
  EXPECT_EQ(row["epsilon"], 0.5);
  EXPECT_EQ(row["initial_distance"], 5);
  EXPECT_EQ(row["alpha"], 0.001);
  EXPECT_EQ(row["iterations"], "77");
  const auto changed = json_of(
      "bound --experiment experiment.textproto --set objective.noise=0 --set workers=1 --set "
      "'adversary={}' --alpha 0.002 --iterations 78 --epsilon 0.25 --initial-distance 4")[2];
  EXPECT_EQ(changed["M"], 5);
  EXPECT_EQ(changed["tau_max"], "0");
  EXPECT_EQ(changed["epsilon"], 0.25);
  EXPECT_EQ(changed["initial_distance"], 4);
  EXPECT_EQ(changed["alpha"], 0.002);
  EXPECT_EQ(changed["iterations"], "78");
}

// f = ||x||² with L = 2 lies at or below 3 within ||x||² <= 3, the ball of 2 (3 - 0)/2.
TEST_F(CliBound, TakesABallWithinARegionOfLoss) {
  const auto row = json_of(
      "bound --set objective.curvature=2 --set success.loss=3 --set adversary.tau_max=4")[0];
  EXPECT_EQ(row["epsilon"], 3);
  EXPECT_EQ(row["tau_max"], "4");
}

TEST_F(CliBound, TextForPeople) {
  const std::string text = output_of(kGiven);
  const auto lines = lines_of(text);
  EXPECT_EQ(lines.front(), "constants: as given");
  for (const char* part :
       {"\nrecommended, to fail with probability 0.1 at most\n",
        "\npromised at the recommended alpha and as many iterations as are needed\n",
        "\nthe bounds\n", "\nwhat the figures mean\n", "largest tau_max"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << text;
  }
  EXPECT_NE(output_of("bound --set adversary.tau_max=4 --alpha 0.5")
                .find("\npromised at alpha = 0.5 (as given) and T = 1000 (the experiment's)\n"),
            std::string::npos);
}

TEST_F(CliBound, CsvHasTheColumnsOfJson) {
  const auto row = json_of(kGiven)[0];
  const auto lines = lines_of(output_of(kGiven + " --format csv"));
  ASSERT_EQ(lines.size(), 7U);
  std::size_t values = 0;
  std::istringstream header(lines[0]);
  std::istringstream first(lines[1]);
  for (std::string name; std::getline(header, name, ',');) {
    std::string value;
    std::getline(first, value, ',');
    EXPECT_EQ(row.contains(name), !value.empty()) << name;  // an empty field is no key there
    if (!value.empty()) ++values;
  }
  EXPECT_EQ(values, row.size());
}

TEST_F(CliBound, NotesWhatNoObjectiveHas) {
  const Outcome slow = hogtie("bound --c 2 --L 1 --M 4 --epsilon 0.25 --d 4 --n 2 --tau-max 18");
  EXPECT_EQ(slow.status, 0);
  EXPECT_EQ(slow.errors, "hogtie: note: L = 1 is below c = 2, which no objective has\n");
  EXPECT_EQ(hogtie(kGiven + " --initial-distance 5").errors,
            "hogtie: note: M = 4 is below c ||x_0 - x*|| = 5, which no objective has: its gradient "
            "at x_0 is that long\n");
  EXPECT_EQ(hogtie("bound --set adversary.tau_max=4 --set objective.radius=1").errors,
            "hogtie: note: x_0, at 2.82843 from x*, is outside the ball that M is taken over; set "
            "objective.radius to more\n");
}

TEST_F(CliBound, WrongInput) {
  EXPECT_EQ(error_of("bound"),
            "the bounds need tau_max, and adversary 'uniform' keeps to none; give '--tau-max', or "
            "set adversary.tau_max");
  EXPECT_EQ(error_of("bound --set 'adversary={tau_max: 3 crashes: {step: 9}}'"),
            "the bounds need tau_max, and adversary 'uniform' with crashes keeps to none; give "
            "'--tau-max'");
  EXPECT_EQ(error_of("bound --c 1 --d 4"), "constants are missing: give '--L', '--M', '--n' too");
  EXPECT_EQ(error_of("bound --c 1 --L 2 --M 4 --d 4 --n 2"),
            "no success region is given: give '--epsilon' too");
  EXPECT_EQ(error_of("bound --c 1 --L 2 --M 4 --d 4 --n 2 --epsilon 1"),
            "no contention is given: give '--tau-max' too");
  EXPECT_EQ(error_of(kGiven + " --set workers=2"),
            "the constants are the experiment's, or are given by hand: not both '--set' and '--c', "
            "'--L', '--M', '--d', '--n'");
  EXPECT_EQ(error_of("bound --c 0 --L 2 --M 4 --d 4 --n 2"),
            "option '--c' takes a number, 1e-30 to 1e+30; '0' is not one");
  EXPECT_EQ(error_of(kGiven + " --delta nan"),
            "option '--delta' takes a number, 1e-30 to 1; 'nan' is not one");
  EXPECT_EQ(error_of("bound experiment.textproto"),
            "one argument too many: 'experiment.textproto'; for an experiment, write '--experiment "
            "experiment.textproto'");
  EXPECT_NE(error_of("bound --experiment missing.textproto").find("cannot read 'missing.textproto"),
            std::string::npos);
  EXPECT_NE(error_of("bound --set adversary.name=swrm").find("did you mean 'swarm'?"),
            std::string::npos);
  EXPECT_EQ(error_of("bound --set adversary.tau_max=4 --set success.epsilon=0"),
            "success.epsilon is 0, which the bounds do not reach; give '--epsilon'");
  EXPECT_EQ(error_of("bound --set adversary.tau_max=4 --set success.loss=0"),
            "success.loss is 0, not above the minimum of f, 0; raise it, or give '--epsilon'");
}

}  // namespace
}  // namespace hogtie
