with

expenditure_types as (

    select * from {{ ref('reference__expenditure_types') }}

),

final as (

    select
        expenditure_type_zh,
        expenditure_type_code
    from expenditure_types

)

select * from final
