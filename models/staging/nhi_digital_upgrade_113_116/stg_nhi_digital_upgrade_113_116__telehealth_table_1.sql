{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

telehealth_table_1 as (

    select * from {{ ref('nhi_digital_upgrade_113_116__telehealth_table_1') }}

),

final as (

    select
        'nhi_digital_upgrade_113_116' as source_document_id,
        'telehealth_table_1' as table_code,
        service_zh,
        counting_method_zh,
        row_label,
        cast(fiscal_year as int) as fiscal_year,
        printed_text,
        {{ printed_number('printed_text') }} as printed_value,
        unit_zh,
        cast(is_unit_inferred as boolean) as is_unit_inferred,
        source_locator,
        {{ seed_row_key('nhi_digital_upgrade_113_116__telehealth_table_1') }} as _seed_row_key
    from telehealth_table_1

)

select * from final
