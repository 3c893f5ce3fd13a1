{#- Gregorian year of a ROC year; the fiscal year is the calendar year. -#}
{% macro roc_to_fiscal_year(roc_year) -%}
    cast({{ roc_year }} as int) + 1911
{%- endmacro %}


{#- First day of a Gregorian year. -#}
{% macro fiscal_year_start(fiscal_year) -%}
    cast(cast({{ fiscal_year }} as {{ dbt.type_string() }}) || '-01-01' as date)
{%- endmacro %}


{#- Last day of a Gregorian year. -#}
{% macro fiscal_year_end(fiscal_year) -%}
    cast(cast({{ fiscal_year }} as {{ dbt.type_string() }}) || '-12-31' as date)
{%- endmacro %}


{#- First day of a ROC year. -#}
{% macro roc_year_start(roc_year) -%}
    {{ fiscal_year_start(roc_to_fiscal_year(roc_year)) }}
{%- endmacro %}


{#- Last day of a ROC year. -#}
{% macro roc_year_end(roc_year) -%}
    {{ fiscal_year_end(roc_to_fiscal_year(roc_year)) }}
{%- endmacro %}


{#- Last day of a ROC month written as 114-09. -#}
{% macro roc_month_end(roc_month) -%}
    {{ dbt.last_day(
        "cast(cast(" ~ roc_to_fiscal_year("split_part(" ~ roc_month ~ ", '-', 1)") ~ " as "
        ~ dbt.type_string() ~ ") || '-' || split_part(" ~ roc_month ~ ", '-', 2) || '-01' as date)",
        "month"
    ) }}
{%- endmacro %}


{#- First day of a month of a ROC year. -#}
{% macro roc_month_start(roc_year, month_no) -%}
    cast(
        cast({{ roc_to_fiscal_year(roc_year) }} as {{ dbt.type_string() }})
        || '-'
        || lpad(cast({{ month_no }} as {{ dbt.type_string() }}), 2, '0')
        || '-01' as date
    )
{%- endmacro %}


{#- A part of a period as printed, null where it has none: 112, 104-107 (years), 107Q3, 104-06 (a month)
    or 114-01~04. 底 after any of them means its last day. The parts are the year, the last of several
    years, the quarter, the month, the last of several months, and 底. -#}
{% macro roc_period_part(text, part_no) -%}
    {%- set month = '(0[1-9]|1[0-2])' -%}
    nullif(
        {{ matched_group(
            text,
            '^([0-9]{3})(?:-([0-9]{3})|Q([1-4])|-' ~ month ~ '(?:~' ~ month ~ ')?)?(底)?$',
            part_no
        ) }},
        ''
    )
{%- endmacro %}


{#- ROC year in which a period ends; null for what is no period. -#}
{% macro roc_period_year(text) -%}
    cast(coalesce({{ roc_period_part(text, 2) }}, {{ roc_period_part(text, 1) }}) as int)
{%- endmacro %}


{#- Last day of a period such as 112, 107Q3 or 109-12底. -#}
{% macro roc_period_end(text) -%}
    {{ dbt.last_day(
        roc_month_start(
            roc_period_year(text),
            "coalesce(cast(coalesce(" ~ roc_period_part(text, 5) ~ ", " ~ roc_period_part(text, 4)
            ~ ") as int), cast(" ~ roc_period_part(text, 3) ~ " as int) * 3, 12)"
        ),
        "month"
    ) }}
{%- endmacro %}


{#- First day of a period such as 112 or 107Q3; of one that ends in 底 the last, the day it is about. -#}
{% macro roc_period_start(text) -%}
    case
        when {{ roc_period_part(text, 6) }} is not null then {{ roc_period_end(text) }}
        else {{ roc_month_start(
            roc_period_part(text, 1),
            "coalesce(cast(" ~ roc_period_part(text, 4) ~ " as int), cast("
            ~ roc_period_part(text, 3) ~ " as int) * 3 - 2, 1)"
        ) }}
    end
{%- endmacro %}
