"""Ten questions an analyst asks of programme metrics, on the marts and on the rows."""

from __future__ import annotations

from dataclasses import dataclass

_MONTHLY = "nhi.mart_programme_metrics_monthly"
_YEARLY = "nhi.mart_programme_metrics_yearly"
_BY_INSTITUTION = "nhi.mart_programme_metrics_by_institution"
_YEAR = "extract(year from period_start_date)"


@dataclass(frozen=True)
class Query:
    """A question: SQL on the published marts, and on the rows as table `metrics`."""

    name: str
    on_marts: str
    on_rows: str


QUERIES = (
    Query(
        "months_of_a_metric",
        f"select month_start_date, sum(metric_value_sum) from {_MONTHLY} "
        "where metric_id = 'synthetic_measure_03' group by 1 order by 1",
        "select period_start_date, sum(metric_value) as total from metrics "
        "where metric_id = 'synthetic_measure_03' group by period_start_date "
        "order by period_start_date",
    ),
    Query(
        "years_of_every_metric",
        f"select metric_id, fiscal_year, sum(metric_value_sum) from {_YEARLY} group by 1, 2",
        f"select metric_id, {_YEAR} as y, sum(metric_value) as total from metrics "
        f"group by metric_id, {_YEAR}",
    ),
    Query(
        "regions_of_a_year",
        f"select region_zh, metric_id, sum(metric_value_sum) from {_YEARLY} "
        "where fiscal_year = 2024 group by 1, 2",
        "select region_zh, metric_id, sum(metric_value) as total from metrics "
        "where period_start_date between date '2024-01-01' and date '2024-12-31' "
        "group by region_zh, metric_id",
    ),
    Query(
        "levels_by_year",
        f"select institution_level_zh, fiscal_year, sum(metric_value_sum) from {_YEARLY} "
        "where metric_id = 'synthetic_measure_07' group by 1, 2",
        f"select institution_level_zh, {_YEAR} as y, sum(metric_value) as total from metrics "
        f"where metric_id = 'synthetic_measure_07' group by institution_level_zh, {_YEAR}",
    ),
    Query(
        "one_institution",
        f"select metric_id, fiscal_year, metric_value_sum from {_BY_INSTITUTION} "
        "where institution_id = 'SYN-000007'",
        f"select metric_id, {_YEAR} as y, sum(metric_value) as total from metrics "
        f"where institution_id = 'SYN-000007' group by metric_id, {_YEAR}",
    ),
    Query(
        "ten_largest_institutions",
        f"select institution_id, metric_value_sum from {_BY_INSTITUTION} "
        "where metric_id = 'synthetic_measure_11' and fiscal_year = 2023 order by 2 desc limit 10",
        "select institution_id, sum(metric_value) as total from metrics "
        "where metric_id = 'synthetic_measure_11' "
        "and period_start_date between date '2023-01-01' and date '2023-12-31' "
        "group by institution_id order by total desc limit 10",
    ),
    Query(
        "incomplete_years",
        f"select fiscal_year, count(*) from {_BY_INSTITUTION} where month_count < 12 group by 1",
        f"select y, count(*) as n from (select institution_id, metric_id, {_YEAR} as y, "
        f"count(*) as months from metrics group by institution_id, metric_id, {_YEAR}) as groups "
        "where months < 12 group by y",
    ),
    Query(
        "highest_figure_of_each_metric",
        f"select metric_id, max(highest_value) from {_MONTHLY} group by 1",
        "select metric_id, max(metric_value) as highest from metrics group by metric_id",
    ),
    Query(
        "institutions_of_a_month",
        f"select region_zh, institution_level_zh, max(institution_count) from {_MONTHLY} "
        "where month_start_date = date '2025-12-01' group by 1, 2",
        "select region_zh, institution_level_zh, count(distinct institution_id) as n from metrics "
        "where period_start_date = date '2025-12-01' group by region_zh, institution_level_zh",
    ),
    Query(
        "mean_month_by_unit",
        "select unit_zh, sum(metric_value_sum) / sum(institution_count) "
        f"from {_MONTHLY} group by 1",
        "select unit_zh, sum(metric_value) / count(*) as mean from metrics group by unit_zh",
    ),
)
