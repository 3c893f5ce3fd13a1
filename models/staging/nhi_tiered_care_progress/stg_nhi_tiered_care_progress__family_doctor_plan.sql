{#- Written by `warehouse document sync`: what it says is declared in loaders/documents/. -#}
with

family_doctor_plan as (

    select * from {{ ref('nhi_tiered_care_progress__family_doctor_plan') }}

),

final as (

    select
        'nhi_tiered_care_progress' as source_document_id,
        'family_doctor_plan' as table_code,
        row_label,
        cast(roc_year as int) as roc_year,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        printed_text,
        {{ printed_number('printed_text') }} as printed_value,
        unit_zh,
        cast(is_unit_inferred as boolean) as is_unit_inferred,
        source_locator,
        {{ seed_row_key('nhi_tiered_care_progress__family_doctor_plan') }} as _seed_row_key
    from family_doctor_plan

)

select * from final
