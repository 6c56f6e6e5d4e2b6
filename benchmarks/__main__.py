"""python -m benchmarks [--quick] [--only cold,batch,growth,fill,check,limit]"""

from benchmarks.run import main

main()
