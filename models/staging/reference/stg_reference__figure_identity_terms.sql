with

figure_identity_terms as (

    select * from {{ ref('reference__figure_identity_terms') }}

),

final as (

    select
        identity_code,
        cast(term_no as int) as term_no,
        role_code,
        operand_row_key,
        factor_row_key,
        constant_text,
        {{ printed_number('constant_text') }} as constant_value,
        unit_zh,
        cast(coefficient as decimal(14, 2)) as coefficient
    from figure_identity_terms

)

select * from final
