#include "tools/hogtie/commands/bound/bound_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "core/text/number.h"
#include "core/theory/threshold.h"
#include "tools/hogtie/commands/run/run_table.h"
#include "tools/hogtie/output/write_table.h"

namespace hogtie {
namespace {

Cell text_cell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

Cell number_cell(const std::optional<double>& value) {
  return value ? Cell(*value) : Cell();
}

Cell count_cell(const std::optional<std::uint64_t>& value) {
  return value ? Cell(*value) : Cell();
}

/// Iterations, of which there may be up to 2^63, or more than are looked for.
Cell iterations_cell(const std::string& premise_not_met,
                     const std::optional<std::uint64_t>& iterations) {
  if (!premise_not_met.empty()) return {};
  return iterations ? Cell(WideInteger{*iterations}) : Cell(std::string("more than 2^63"));
}

Cell tau_max_cell(const Judgement& judged) {
  if (!judged.failure_bound && !judged.distance_bound) return {};
  if (!judged.tau_max) return std::string("none");
  return *judged.tau_max == kLargestSearched ? Cell(std::string("2^63 or more"))
                                             : Cell(WideInteger{*judged.tau_max});
}

Table recommended_table(const std::vector<BoundRow>& rows) {
  Table table({{"bound", ""},
               {"alpha", ""},
               {"T", ""},
               {"epochs", ""},
               {"price", ""},
               {"premise not met", ""}});
  for (const auto& [name, recommended, judged] : rows) {
    table.add_row({name, number_cell(recommended.alpha),
                   iterations_cell(recommended.premise_not_met, recommended.iterations),
                   count_cell(recommended.epochs), number_cell(recommended.price),
                   text_cell(recommended.premise_not_met)});
  }
  return table;
}

Table judged_table(const std::vector<BoundRow>& rows) {
  Table table({{"bound", ""},
               {"alpha", ""},
               {"T", ""},
               {"P(F_T) <=", ""},
               {"E||r-x*|| <=", ""},
               {"T needed", ""},
               {"largest tau_max", ""},
               {"premise not met", ""}});
  for (const auto& [name, recommended, judged] : rows) {
    table.add_row({name, number_cell(judged.alpha),
                   iterations_cell(judged.premise_not_met, judged.iterations),
                   number_cell(judged.failure_bound), number_cell(judged.distance_bound),
                   iterations_cell(judged.premise_not_met, judged.iterations_needed),
                   tau_max_cell(judged), text_cell(judged.premise_not_met)});
  }
  return table;
}

void write_constants(const BoundProblem& problem, std::ostream& out) {
  const ConvergenceProblem& p = problem.problem;
  const Asynchrony& a = problem.asynchrony;
  const std::vector<std::array<std::string, 3>> lines = {
      {"c", format_six_digits(p.strong_convexity), "strong convexity of f"},
      {"L", format_six_digits(p.lipschitz), "Lipschitz constant of the stochastic gradients"},
      {"M", format_six_digits(std::sqrt(p.second_moment)), "E||g||^2 <= M^2"},
      {"d", std::to_string(a.dimension), "coordinates"},
      {"n", std::to_string(a.workers), "workers"},
      {"tau_max", std::to_string(a.tau_max),
       "largest contention of an iteration: " + problem.tau_max_from},
      {"epsilon", format_six_digits(p.epsilon),
       "success is ||x - x*||^2 <= epsilon: " + problem.epsilon_from},
      {"||x_0 - x*||", format_six_digits(p.initial_distance), "distance at the start"},
      {"delta", format_six_digits(problem.delta), "failure probability that is allowed"},
  };
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line[1].size());
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [name, value, meaning] : lines) {
    entries.emplace_back(name, value);
    entries.back().second.append(width - value.size() + 2, ' ').append(meaning);
  }
  write_list("constants: " + problem.constants_from, entries, out);
}

std::string judged_heading(const BoundProblem& problem) {
  const std::string alpha = problem.alpha ? "alpha = " + format_six_digits(*problem.alpha) + " (" +
                                                problem.alpha_from + ")"
                                          : "the recommended alpha";
  const std::string iterations = problem.iterations ? "T = " + std::to_string(*problem.iterations) +
                                                          " (" + problem.iterations_from + ")"
                                                    : "as many iterations as are needed";
  return "promised at " + alpha + " and " + iterations;
}

}  // namespace

Table bound_table(const BoundProblem& problem, const std::vector<BoundRow>& rows) {
  const ConvergenceProblem& p = problem.problem;
  const Asynchrony& a = problem.asynchrony;
  Table table({{"bound", ""},
               {"recommended_alpha", ""},
               {"recommended_iterations", ""},
               {"recommended_epochs", ""},
               {"price", ""},
               {"recommended_premise_not_met", ""},
               {"alpha", ""},
               {"iterations", ""},
               {"epochs", ""},
               {"failure_bound", ""},
               {"distance_bound", ""},
               {"iterations_needed", ""},
               {"largest_tau_max", ""},
               {"premise_not_met", ""},
               {"c", ""},
               {"L", ""},
               {"M", ""},
               {"d", ""},
               {"n", ""},
               {"tau_max", ""},
               {"epsilon", ""},
               {"initial_distance", ""},
               {"delta", ""}});
  for (const auto& [name, recommended, judged] : rows) {
    table.add_row({name,
                   number_cell(recommended.alpha),
                   iterations_cell(recommended.premise_not_met, recommended.iterations),
                   count_cell(recommended.epochs),
                   number_cell(recommended.price),
                   text_cell(recommended.premise_not_met),
                   number_cell(judged.alpha),
                   iterations_cell(judged.premise_not_met, judged.iterations),
                   count_cell(judged.epochs),
                   number_cell(judged.failure_bound),
                   number_cell(judged.distance_bound),
                   iterations_cell(judged.premise_not_met, judged.iterations_needed),
                   tau_max_cell(judged),
                   text_cell(judged.premise_not_met),
                   p.strong_convexity,
                   p.lipschitz,
                   std::sqrt(p.second_moment),
                   a.dimension,
                   a.workers,
                   WideInteger{a.tau_max},
                   p.epsilon,
                   p.initial_distance,
                   problem.delta});
  }
  return table;
}

void write_bounds(const BoundProblem& problem, const std::vector<BoundRow>& rows,
                  std::ostream& out) {
  const std::string delta = format_six_digits(problem.delta);
  const std::string goal = format_six_digits(std::sqrt(problem.problem.epsilon));
  write_constants(problem, out);
  out << "\nrecommended, to fail with probability " << delta << " at most\n";
  write_text(recommended_table(rows), out);
  out << '\n' << judged_heading(problem) << '\n';
  write_text(judged_table(rows), out);

  out << '\n';
  write_list(
      "the bounds",
      {{"sequential", "SGD without contention, to compare with"},
       {"de_sa_2015", "asynchronous SGD (De Sa et al. 2015), linear in tau_max"},
       {"theorem_6_5", "asynchronous SGD against a strong adaptive adversary"},
       {"corollary_6_7", "the same, simpler; equal at its recommended alpha"},
       {"full_sgd", "epochs that halve alpha; goal: E||r - x*|| <= sqrt(epsilon) = " + goal},
       {"full_sgd_crashes", "the same though all workers but one may crash; set algorithm.epochs"}},
      out);
  out << '\n';
  write_list("what the figures mean",
             {{"alpha", "step size; full_sgd: of the first epoch"},
              {"T", "iterations over all workers; full_sgd: of each epoch"},
              {"epochs", "how many epochs full_sgd runs"},
              {"price", "price of asynchrony: T, in units of sequential's T"},
              {"P(F_T) <=",
               "bound on the probability that no x_0, ..., x_T is a success; says "
               "nothing from 1 on"},
              {"E||r-x*|| <=", "bound on the mean distance of full_sgd's result from x*"},
              {"T needed", "the least T at this alpha that keeps P(F_T) at " + delta +
                               " at most, or full_sgd at its goal"},
              {"largest tau_max",
               "up to which alpha and T keep that; none: not even without "
               "contention"}},
             out);
}

}  // namespace hogtie
