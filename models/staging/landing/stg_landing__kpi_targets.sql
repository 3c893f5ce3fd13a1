{%- set columns = {
    'kpi_id': 'string',
    'roc_year': 'int',
    'target_text': 'string',
} -%}
with

landed as (

    {{ landed_rows('kpi_targets', columns) }}

),

final as (

    select
        kpi_id,
        _batch_id as source_document_id,
        roc_year,
        target_text,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
