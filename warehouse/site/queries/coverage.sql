select
    coverage.check_code,
    coverage.compared_count,
    coverage.agreed_count,
    coverage.rounding_count,
    coverage.disagreed_count,
    checks.kind_code,
    checks.explanation_en,
    checks.explanation_zh
from audit.rpt_check_coverage as coverage
inner join raw.reference__audit_checks as checks
    on coverage.check_code = checks.check_code
order by coverage.disagreed_count desc, coverage.compared_count desc, coverage.check_code asc
