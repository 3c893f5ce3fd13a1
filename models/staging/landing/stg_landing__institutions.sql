{%- set columns = {
    'institution_id': 'string',
    'institution_name_zh': 'string',
    'institution_level_zh': 'string',
    'region_zh': 'string',
    'last_month_start_date': 'date',
} -%}
with

partials as (

    {{ landed_partials('institutions', columns) }}

),

final as (

    select
        institution_id,
        institution_name_zh,
        institution_level_zh,
        region_zh,
        last_month_start_date,
        _batch_id as source_document_id,
        _load_no
    from partials

)

select * from final
