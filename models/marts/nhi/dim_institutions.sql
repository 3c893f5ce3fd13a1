with

institutions as (

    select * from {{ ref('stg_landing__institutions') }}

),

-- As the latest month calls it; of one month, the file loaded last.
institutions_ranked as (

    select
        *,
        row_number() over (
            partition by institution_id
            order by
                last_month_start_date desc,
                _load_no desc,
                institution_name_zh asc,
                institution_level_zh asc,
                region_zh asc
        ) as state_no
    from institutions

),

final as (

    select
        institution_id,
        institution_name_zh,
        institution_level_zh,
        region_zh,
        last_month_start_date,
        source_document_id
    from institutions_ranked
    where state_no = 1

)

select * from final
