"""子題(二)：推動精準醫療科技，維護國民健康, slides on precision medicine."""
