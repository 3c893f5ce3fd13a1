with

loads as (

    {{ landed_loads() }}

),

final as (

    select
        batch_id,
        kind_code,
        storage_code,
        load_no,
        title_zh,
        title_en,
        file_name,
        sha256,
        loaded_at,
        read_row_count,
        landed_row_count,
        quarantined_row_count
    from loads

)

select * from final
