with

kpi_actual_readings as (

    select * from {{ ref('reference__kpi_actual_readings') }}

),

final as (

    select
        kpi_id,
        printed_text,
        unit_zh,
        cast(as_of_date as date) as as_of_date,
        data_maturity_code,
        cast(is_computed as boolean) as is_computed,
        publisher_zh,
        figure_note_en,
        figure_note_zh
    from kpi_actual_readings

)

select * from final
