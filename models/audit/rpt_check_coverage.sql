with

audit_checks as (

    select * from {{ ref('stg_reference__audit_checks') }}

),

comparisons as (

    select * from {{ ref('int_audit__comparisons_judged') }}

),

final as (

    select
        audit_checks.check_code,
        cast(count(comparisons.check_code) as int) as compared_count,
        cast(sum(case when comparisons.verdict_code = 'agreed' then 1 else 0 end) as int)
            as agreed_count,
        cast(sum(case when comparisons.verdict_code = 'rounding' then 1 else 0 end) as int)
            as rounding_count,
        cast(sum(case when comparisons.verdict_code = 'disagreed' then 1 else 0 end) as int)
            as disagreed_count
    from audit_checks
    left join comparisons
        on audit_checks.check_code = comparisons.check_code
    group by audit_checks.check_code

)

select * from final
