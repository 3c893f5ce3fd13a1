{%- set columns = {
    'kpi_id': 'string',
    'roc_year': 'int',
    'as_of_date': 'date',
    'subject_zh': 'string',
    'actual_value_text': 'string',
    'actual_value': 'decimal(24,6)',
    'unit_zh': 'string',
    'comparability_code': 'string',
    'comparability_note': 'string',
    'data_maturity_code': 'string',
    'source_url': 'string',
} -%}
with

landed as (

    {{ landed_rows('kpi_actuals', columns) }}

),

final as (

    select
        kpi_id,
        _batch_id as source_document_id,
        source_url,
        roc_year,
        as_of_date,
        subject_zh,
        -- The unit of a percentage is printed with the figure.
        concat_ws('', replace(actual_value_text, '%', ''), unit_zh) as actual_text,
        actual_value,
        unit_zh,
        comparability_code,
        comparability_note,
        data_maturity_code,
        _source_locator as source_locator,
        _seed_row_key,
        _key,
        _load_no
    from landed

)

select * from final
