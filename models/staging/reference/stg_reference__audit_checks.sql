with

audit_checks as (

    select * from {{ ref('reference__audit_checks') }}

),

final as (

    select
        check_code,
        kind_code,
        explanation_en,
        explanation_zh
    from audit_checks

)

select * from final
