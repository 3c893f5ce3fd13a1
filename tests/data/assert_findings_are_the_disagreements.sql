-- Each disagreement is one finding.
with

check_coverage as (

    select * from {{ ref('rpt_check_coverage') }}

),

source_findings as (

    select * from {{ ref('rpt_source_findings') }}

),

finding_counts as (

    select
        check_code,
        count(*) as finding_count
    from source_findings
    group by check_code

),

final as (

    select
        check_coverage.check_code,
        check_coverage.disagreed_count,
        finding_counts.finding_count
    from check_coverage
    left join finding_counts
        on check_coverage.check_code = finding_counts.check_code
    where check_coverage.disagreed_count != coalesce(finding_counts.finding_count, 0)

)

select * from final
